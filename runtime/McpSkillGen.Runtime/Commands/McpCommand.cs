using McpSkillGen.Runtime.Arguments;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>mcp</c>: an MCP server on standard input and output, in front of the server that the skill's host keeps.</summary>
internal sealed class McpCommand : Command
{
    public override string Name => CommandNames.Mcp;

    public override CommandHelp Help => new("mcp", "be an MCP server on standard input and output, for a program that speaks MCP")
    {
        Flags = [],
        Examples = ["mcp"],
        Notes = "Every program that runs it shares the one server that the skill keeps. Put it into a client's config with: mcpgen connect CLIENT SKILL",
    };

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options) => () =>
    {
        var folder = skill.RequireFolder();
        IEnumerable<string> programs = folder.Stored is { } stored ? ["--executor", stored.Executor, "--host", stored.Host] : [];
        return HostRole.Run(folder, Name, ["--name", skill.Name, .. programs]);
    };
}
