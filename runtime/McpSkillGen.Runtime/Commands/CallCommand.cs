using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
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
        if (line.Words is [var first, ..] && skill.Definition.FindTool(first) is { } meant && line.Unknown.Count > 0)
        {
            throw new SkillException(
                ExitCode.WrongArguments,
                $"'call' takes the arguments as one JSON object. With flags, leave out 'call': {skill.Name} {meant.CommandName} {line.Unknown[0]} ...\nSee: {SeeAlso(skill)}");
        }

        string[] pairs = [.. line.Words.Skip(1)];
        if (line.Words is [var tooled, _, ..] && Array.TrueForAll(pairs, IsPair)
            && skill.Definition.FindTool(tooled) is { } named)
        {
            var flags = pairs.Select(static pair => pair.Split('=', 2)).Select(static pair => $"--{pair[0]} {ShellWord.Of(pair[1])}");
            line.Problems.Add($"'call' takes the arguments as one JSON object, not as name=value. Did you mean {skill.Name} {named.CommandName} {string.Join(' ', flags)}?");
            return static () => ExitCode.WrongArguments;
        }

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
            : Call(skill, tool, given, withQuery);
    }

    private static bool IsPair(string word) => word.IndexOf('=', StringComparison.Ordinal) > 0 && word is not ['{' or '@', ..];

    private static ExitCode Call(Skill skill, ToolDefinition tool, string given, GlobalOptions options)
    {
        try
        {
            var exitCode = ToolCalling.Run(skill, tool, Encoding.UTF8.GetBytes(given), options);
            if (exitCode is ExitCode.ToolFailed && Doubts(skill, tool, given) is { Length: > 0 } doubts)
            {
                StandardStreams.WriteErrorLine(doubts);
            }

            return exitCode;
        }
        catch (SkillException e) when (e.ExitCode is ExitCode.WrongArguments or ExitCode.ToolFailed && Doubts(skill, tool, given) is { Length: > 0 } doubts)
        {
            throw new SkillException(e.ExitCode, $"{e.Message}\n{doubts}", e);
        }
    }

    // The server decides, but its words for a wrong argument are often hard to read.
    private static string Doubts(Skill skill, ToolDefinition tool, string given)
    {
        using var document = JsonDocument.Parse(given);
        var problems = new List<string>();
        var whole = new ArgumentDefinition { WireName = "", FlagName = "", Kind = ArgumentKind.Object, Properties = tool.Arguments };
        new ValueCheck(problems, new PatternBudget()).Check("arguments", whole, document.RootElement);
        return problems.Count == 0 ? "" : $"By the skill's catalog: {string.Join(' ', problems)} See: {skill.Name} describe {tool.CommandName}";
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
