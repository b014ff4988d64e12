using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Roles;

/// <summary>The role <c>guard</c>: stands between a host and its server's command, and outlives neither.</summary>
internal sealed class GuardRole : IHostRole
{
    public string Name => Guard.RoleName;

    public string Grammar => "--of PID --in DIR -- COMMAND [ARGUMENT...]";

    public Task<int> RunAsync(string[] arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new SkillException(ExitCode.WrongArguments, "On Windows the host guards its server itself.");
        }

        return Guard.Parse(arguments) is var (hostId, folder, command)
            ? Task.FromResult(Guard.Run(hostId, folder, command))
            : throw new SkillException(ExitCode.WrongArguments, $"Usage: mcp-skill-host {Name} {Grammar}");
    }
}
