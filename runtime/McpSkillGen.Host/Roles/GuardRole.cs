using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Roles;

/// <summary>The role <c>guard</c>: stands between a host and its server's command, and outlives neither.</summary>
internal sealed class GuardRole : IHostRole
{
    public string Name => Guard.RoleName;

    public string Grammar => "--of PID --in DIR";

    public Task<int> RunAsync(string[] arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new SkillException(ExitCode.WrongArguments, "On Windows the host guards its server itself.");
        }

        var (command, environment) = GuardedCommand.Of(Environment.GetEnvironmentVariables());
        return Guard.Parse(arguments) is var (hostId, folder) && command.Count > 0
            ? Task.FromResult(Guard.Run(hostId, folder, command, environment))
            : throw new SkillException(ExitCode.WrongArguments, $"Usage: MCP_SKILL_COMMAND_0=PROGRAM mcp-skill-host {Name} {Grammar}");
    }
}
