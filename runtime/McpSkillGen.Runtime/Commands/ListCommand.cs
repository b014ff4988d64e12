using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>list</c>: the tools, from what is compiled in.</summary>
internal sealed class ListCommand : Command
{
    public override string Name => CommandNames.List;

    public override CommandHelp Help => new("list [--json]", "list the tools")
    {
        ShortUsage = "list",
        Flags = [GlobalFlags.Json.About("an object for each tool, with its names and its effects")],
    };

    public override bool HasFlagSpelling => true;

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options) => () =>
    {
        StandardStreams.Write(options.Output.AsJson ? Listing.AsJson(skill.Definition) : Listing.AsText(skill.Definition));
        return ExitCode.Success;
    };
}
