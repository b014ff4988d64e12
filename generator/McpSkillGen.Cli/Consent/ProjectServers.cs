using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Places;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Consent;

/// <summary>
/// Decides which of an agent's servers are used: the user's own always, a project's only if the user agrees. Without that, the
/// user's own server of the name keeps its place.
/// </summary>
internal static class ProjectServers
{
    /// <param name="found">What the agent has.</param>
    /// <param name="permission">Asks.</param>
    /// <param name="display">Where it is said what took the place of what.</param>
    /// <returns>As many servers, in this order. One that may not be used has no source.</returns>
    public static IReadOnlyList<ServerReading> Permitted(IReadOnlyList<FoundServer> found, Permission permission, StageDisplay display) =>
        [.. found.Select(server => Permitted(server, permission, display))];

    private static ServerReading Permitted(FoundServer server, Permission permission, StageDisplay display)
    {
        if (!server.IsOfProject || server.Reading.Source is not { } source)
        {
            return server.Reading;
        }

        var name = server.Reading.Key;
        var instead = server.UsersOwn is { } own ? $" It would take the place of your own server '{name}' in {own.File}." : "";
        if (permission.WhyNot(source.Config, source.Folder, $"The file {server.File}, which is part of a project, has the server '{name}'.{instead}") is not { } reason)
        {
            if (server.UsersOwn is { } replaced)
            {
                display.Warn($"'{name}' is the project's server, not your own in {replaced.File}.");
            }

            return server.Reading;
        }

        if (server.UsersOwn is { } kept)
        {
            display.Say(reason);
            display.Warn($"'{name}' is your own server, from {kept.File}.");
            return kept.Reading;
        }

        return server.Reading with { Source = null, Refusal = new SkillException(ExitCode.WrongEnvironment, reason) };
    }
}
