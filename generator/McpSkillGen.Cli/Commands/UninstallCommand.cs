using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Installing;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen uninstall</c>: removes an installed skill.</summary>
internal static class UninstallCommand
{
    public static Command Create(CommandStreams streams)
    {
        var name = new Argument<string>("name") { Description = "The skill's name." };
        name.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var word }] && (word is "." or ".." || word.AsSpan().ContainsAny('/', '\\')))
            {
                result.AddError($"'{word}' is a path; expected the name of an installed skill. See: mcpgen list");
            }
        });
        var force = new Option<bool>("--force") { Description = "Remove it even if mcpgen did not make it." };
        var command = new CommandWithExamples(
            "uninstall", "Remove an installed skill and stop its host. A link is removed, and what it leads to is kept.",
            "mcpgen uninstall notes", "mcpgen uninstall notes --agent claude", "mcpgen uninstall notes --scope user") { name, force };
        var target = new InstallTarget(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var skill = parsed.GetValue(name)!;
            var places = target.Places(parsed, skill);
            places = [.. places, .. target.LinksTo(places, parsed, skill)];
            var outcomes = await new SkillInstaller(parsed.GetValue(force), SkillHosts.StopAsync)
                .UninstallAsync(skill, places, cancellationToken)
                .ConfigureAwait(false);
            if (outcomes.Count == 0)
            {
                throw new SkillException(
                    ExitCode.WrongArguments, $"'{skill}' is not installed at {string.Join(" or ", places.Select(static place => ShortPath.Of(place.Path)))}. See: mcpgen list");
            }

            target.Show(outcomes, parsed, streams.Results);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
