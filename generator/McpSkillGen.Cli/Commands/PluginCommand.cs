using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Sharing;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen plugin</c>: makes a repository that installers take skills from.</summary>
internal static class PluginCommand
{
    public static Command Create(CommandStreams streams)
    {
        var folder = new Argument<string>("folder") { Description = "The repository's folder. Skills that are in its skills/ stay in it." };
        var skills = new Argument<string[]>("skill") { Description = SkillChoice.Help, Arity = ArgumentArity.ZeroOrMore };
        var name = new Option<string>("--name") { Description = "The plugin's name. Without it: the folder's." };
        var owner = new Option<string>("--owner") { Description = "Who publishes it. Without it: the plugin's name." };
        var version = new Option<string>("--plugin-version") { Description = "Its version, if it has other versions than its commits." };
        var command = new CommandWithExamples(
            "plugin", "Make a repository of one or more skills that installers read: 'npx skills', 'gh skill', Agent Plugins, Claude Code marketplaces.",
            "mcpgen plugin team-skills skills/notes skills/weather", "mcpgen plugin . --owner 'Example Ltd'") { folder, skills, name, owner, version };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = new List<SkillOnDisk>();
            foreach (var word in parsed.GetValue(skills)!)
            {
                chosen.Add(await SkillChoice.OneAsync(word, cancellationToken).ConfigureAwait(false));
            }

            var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(folder)!));
            var all = new Plugin(place, Carried.Package()).Write(chosen, parsed.GetValue(name), parsed.GetValue(owner), parsed.GetValue(version));
            streams.Results.WriteLine($"{ShortPath.Of(place)} is a plugin with {string.Join(", ", all)}. Commit it, and install from it:\n\n  npx skills add OWNER/REPOSITORY\n");
            return (int)ExitCode.Success;
        });
        return command;
    }
}
