using McpSkillGen.Host.Roles;
using McpSkillGen.Host.Roles.Login;
using McpSkillGen.Host.Roles.Serve;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host;

/// <summary>The roles of this program. People start none of them: executors, <c>mcpgen</c> and the host itself do.</summary>
internal static class HostCommand
{
    private static readonly IHostRole[] Roles =
    [
        new ServeRole(), new IntrospectRole(), new LoginRole(), new LogoutRole(), new GuardRole(), new HostsRole(), new StopRole(), new LogsRole(),
        new JudgeRole(), new McpRole(), new ApproveRole(), new AuditRole(),
    ];

    private static string Usage =>
        "mcp-skill-host keeps an MCP server running for a skill's executor, which starts it when it is needed.\n\n"
        + string.Concat(Roles.Select(static role => $"  mcp-skill-host {role.Name} {role.Grammar}\n"));

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["--help" or "-h" or "help"]:
                    StandardStreams.Write(System.Text.Encoding.UTF8.GetBytes(Usage));
                    return (int)ExitCode.Success;
                case [var name, .. var rest] when Array.Find(Roles, role => role.Name == name) is { } role:
                    return await role.RunAsync(rest).ConfigureAwait(false);
                default:
                    throw new SkillException(
                        ExitCode.WrongArguments, (arguments is [var unknown, ..] ? $"Unknown command: {unknown}" : "No command was given.") + $"\n\n{Usage}");
            }
        }
        catch (SkillException e)
        {
            StandardStreams.WriteErrorLine(e.Message);
            return (int)e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            StandardStreams.WriteErrorLine(e.Message);
            return (int)ExitCode.WrongEnvironment;
        }
    }
}
