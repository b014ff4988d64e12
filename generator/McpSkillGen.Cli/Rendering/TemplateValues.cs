using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Cli.Planning;
using Scriban.Runtime;

namespace McpSkillGen.Cli.Rendering;

/// <summary>The plan under the names that the templates use: strings, numbers, flags and lists, without reflection or functions.</summary>
internal static class TemplateValues
{
    // A JSON string is also a double-quoted YAML scalar.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ScriptObject Of(SkillPlan plan) => new()
    {
        ["name"] = plan.Name,
        ["quoted_name"] = Quoted(plan.Name),
        ["title"] = plan.Page.Title,
        ["quoted_description"] = Quoted(plan.Page.Description),
        ["quoted_compatibility"] = Quoted(plan.Page.Compatibility),
        ["quoted_generator"] = Quoted(plan.Page.Generator),
        ["quoted_catalog_hash"] = Quoted(plan.Page.CatalogHash),
        ["instructions"] = List(plan.Page.Instructions),
        ["has_instructions"] = plan.Page.Instructions.Count > 0,
        ["example"] = plan.Page.Example,
        ["is_verified"] = plan.Page.IsVerified,
        ["tool_count"] = plan.Page.ToolCount,
        ["has_tools"] = plan.Page.ToolCount > 0,
        ["has_usage"] = plan.Page.Tools.Count > 0,
        ["has_more_flags"] = plan.Page.Tools.Any(static tool => tool.Usage.EndsWith(ToolSignature.MoreFlags, StringComparison.Ordinal)),
        ["tools"] = List(plan.Page.Tools.Select(Of)),
        ["themes"] = List(plan.Page.Themes.Select(Of)),
        ["has_resources"] = plan.Page.HasResources,
        ["has_prompts"] = plan.Page.HasPrompts,
        ["destructive"] = string.Join(", ", plan.Page.Destructive.Select(static command => $"`{command}`")),
        ["has_destructive"] = plan.Page.Destructive.Count > 0,
        ["destructive_count"] = plan.Page.DestructiveCount,
        ["has_many_destructive"] = plan.Page.DestructiveCount > plan.Page.Destructive.Count,
        ["keep_alive"] = plan.Page.KeepAlive,
        ["is_kept_alive"] = plan.Page.KeepAlive.Length > 0,
        ["relative_paths"] = plan.Page.RelativePaths,
        ["has_relative_paths"] = plan.Page.RelativePaths.Length > 0,
        ["namespace"] = plan.Project.Namespace,
        ["class_name"] = plan.Project.ClassName,
        ["package_version"] = plan.Project.Package.Version,
        ["package_hash"] = plan.Project.Package.Hash,
        ["package_id"] = plan.Project.Package.Id,
    };

    /// <summary>A tool's page can use the skill's values too.</summary>
    public static ScriptObject Of(SkillPlan plan, ToolPage tool)
    {
        var values = Of(plan);
        values["command"] = tool.Command;
        values["wire_name"] = tool.WireName;
        values["tool_title"] = tool.Title;
        values["has_tool_title"] = tool.Title.Length > 0;
        values["description"] = List(tool.Description);
        values["has_description"] = tool.Description.Count > 0;
        values["effects"] = tool.Effects;
        values["has_effects"] = tool.Effects.Length > 0;
        values["usage"] = tool.Usage;
        values["flags"] = List(tool.Flags.Select(Of));
        values["has_flags"] = tool.Flags.Count > 0;
        values["renamed_flags"] = tool.RenamedFlags;
        values["has_renamed_flags"] = tool.RenamedFlags.Length > 0;
        values["is_cut"] = tool.IsCut;
        values["tool_example"] = tool.Example;
        values["tool_example_json"] = tool.ExampleJson;
        values["result_fields"] = tool.ResultFields;
        values["has_result_fields"] = tool.ResultFields.Length > 0;
        values["code"] = tool.Code;
        values["types"] = List(tool.Types);
        values["has_types"] = tool.Types.Count > 0;
        return values;
    }

    private static ScriptObject Of(ToolLine tool) => new()
    {
        ["usage"] = tool.Usage,
        ["summary"] = tool.Summary,
        ["has_summary"] = tool.Summary.Length > 0,
    };

    private static ScriptObject Of(ToolTheme theme) => new()
    {
        ["label"] = theme.Label,
        ["names"] = string.Join(", ", theme.Commands.Select(static command => $"`{command}`")),
        ["hidden_count"] = theme.HiddenCount,
        ["has_hidden"] = theme.HiddenCount > 0,
    };

    private static ScriptObject Of(FlagRow flag) => new()
    {
        ["indentation"] = flag.Indentation,
        ["spelled"] = flag.Spelled,
        ["remarks"] = flag.Remarks,
        ["has_remarks"] = flag.Remarks.Length > 0,
        ["description"] = flag.Description,
        ["has_description"] = flag.Description.Length > 0,
    };

    private static ScriptArray List(IEnumerable<object> items) => new(items);

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);
}
