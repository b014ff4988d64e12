using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>describe TOOL</c>: a tool as the server described it, from what is compiled in.</summary>
internal sealed class DescribeCommand : Command
{
    public override string Name => CommandNames.Describe;

    public override CommandHelp Help => new("describe TOOL", "show a tool as the server describes it, with its schemas") { Flags = [] };

    public override bool TakesWords => true;

    public override bool HasFlagSpelling => true;

    protected override string SeeAlso(Skill skill) => $"{skill.Name} list";

    protected override IEnumerable<HelpRow> CompleteWord(SkillDefinition definition, string[] before) =>
        before is [] ? CommandTable.Tools(definition) : [];

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        if (line.Words is not [var name])
        {
            line.Problems.Add($"describe takes one tool: {skill.Name} describe TOOL");
            return static () => ExitCode.WrongArguments;
        }

        var tool = skill.RequireTool(name);
        return () => Print(Indented(skill.Definition.DescribeTool(tool.WireName)));
    }

    // A text of the server may hold half of a surrogate pair: executors of older generators have it compiled in.
    internal static string Indented(ReadOnlySpan<byte> json) =>
        ForeignJson.TryParse(json.ToArray(), out var described, out _)
            ? Encoding.UTF8.GetString(PlainJson.Write(described.RootElement.WriteTo, isIndented: true).Span) + "\n"
            : Encoding.UTF8.GetString(json);
}
