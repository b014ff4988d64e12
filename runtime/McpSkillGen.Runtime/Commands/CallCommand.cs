using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>call TOOL JSON</c>: a tool with its arguments as one JSON object.</summary>
internal sealed class CallCommand : Command
{
    public override string Name => CommandNames.Call;

    public override CommandHelp Help => new("call TOOL [JSON|@FILE|-]", "call a tool with its arguments as JSON; - is standard input")
    {
        Details = "The arguments are sent as they are, if they are one JSON object: the server checks the rest.",
        Examples = ["""call TOOL '{"key":"value"}'""", "call TOOL @arguments.json"],
    };

    public override IReadOnlyList<Flag> Flags => [QueryFlag.Flag, DryRun.Flag];

    public override bool TakesWords => true;

    public override bool HasFlagSpelling => true;

    protected override IEnumerable<HelpRow> CompleteWord(SkillDefinition definition, string[] before) =>
        before is [] ? CommandTable.Tools(definition) : [];

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        var usage = $"{skill.Name} call TOOL '{{\"key\":\"value\"}}'";
        if (line.Words is not ([_] or [_, _]))
        {
            line.Problems.Add($"call takes a tool and its arguments as one JSON object: {usage}");
            return static () => ExitCode.WrongArguments;
        }

        var (name, given) = line.Words is [var whole] && TryReadOldCall(whole, out var oldName, out var oldArguments)
            ? (oldName, oldArguments)
            : (line.Words[0], line.Words is [_, var second] ? TextSource.Read(second, "the arguments", line.Problems) ?? "{}" : "{}");
        var tool = skill.RequireTool(name);
        if (WhyNotObject(given) is { } reason)
        {
            line.Problems.Add($"The arguments are not one JSON object: {reason} Expected: {usage}. The tool's schema: {skill.Name} describe {tool.CommandName}");
        }

        var withQuery = options.With(line);
        return () => line.Has(DryRun.Flag)
            ? DryRun.Run(skill, tool, Encoding.UTF8.GetBytes(given))
            : ToolCalling.Run(skill, tool, Encoding.UTF8.GetBytes(given), withQuery);
    }

    // --call '{"tool":"echo","arguments":{…}}' says in one object what "call echo {…}" says in two words.
    private static bool TryReadOldCall(string json, [NotNullWhen(true)] out string? tool, [NotNullWhen(true)] out string? arguments)
    {
        (tool, arguments) = (null, null);
        if (ForeignJson.TryParseObject(Encoding.UTF8.GetBytes(json), out var document, out _))
        {
            using (document)
            {
                tool = document.RootElement.Text("tool"u8) ?? document.RootElement.Text("name"u8);
                arguments = document.RootElement.TryGetProperty("arguments"u8, out var value) ? value.GetRawText() : "{}";
            }
        }

        return tool is not null && arguments is not null;
    }

    private static string? WhyNotObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? null
                : $"found {document.RootElement.ValueKind.ToString().ToLowerInvariant()}.";
        }
        catch (JsonException e)
        {
            return $"{JsonMistake.Find(e, Encoding.UTF8.GetBytes(json))}.";
        }
    }
}
