using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>list</c>: the tools, from what is compiled in.</summary>
internal sealed class ListCommand : Command
{
    public override string Name => CommandNames.List;

    public override CommandHelp Help => new("list [--json]", "list the tools")
    {
        Flags = [GlobalFlags.Json.About("an object for each tool, with its names and its effects")],
    };

    public override bool HasFlagSpelling => true;

    internal static string AsText(SkillDefinition definition)
    {
        var text = new StringBuilder();
        HelpRow.AppendTo(text, CommandTable.Tools(definition));
        return text.ToString();
    }

    internal static string AsJson(SkillDefinition definition)
    {
        var json = PlainJson.Write(
            writer =>
            {
                writer.WriteStartArray();
                foreach (var tool in definition.Tools)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name"u8, tool.WireName);
                    writer.WriteString("command"u8, tool.CommandName);
                    writer.WriteString("summary"u8, tool.Summary);
                    writer.WriteBoolean("readOnly"u8, tool.Traits.HasFlag(ToolTraits.ReadOnly));
                    writer.WriteBoolean("destructive"u8, tool.Traits.HasFlag(ToolTraits.Destructive));
                    writer.WriteBoolean("idempotent"u8, tool.Traits.HasFlag(ToolTraits.Idempotent));
                    writer.WriteBoolean("openWorld"u8, tool.Traits.HasFlag(ToolTraits.OpenWorld));
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            },
            isIndented: true);
        return Encoding.UTF8.GetString(json.Span) + "\n";
    }

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options) =>
        () => Print(options.Output.AsJson ? AsJson(skill.Definition) : AsText(skill.Definition));
}
