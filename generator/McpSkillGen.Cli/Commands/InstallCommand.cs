using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Installing;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen install</c>: puts a skill where agents look for it.</summary>
internal static class InstallCommand
{
    public static Command Create(CommandStreams streams)
    {
        var skill = new Argument<string>("skill") { Description = SkillChoice.Help };
        var link = new Option<bool>("--link") { Description = "Link to the skill's folder instead of copying it, so that changes are seen at once." };
        var force = new Option<bool>("--force") { Description = "Replace what is there, even if it is a different skill." };
        var command = new CommandWithExamples(
            "install",
            "Put a skill where agents find it. Without --agent: into .agents/skills, with a link in .claude/skills. \"mcpgen\" is a page that teaches agents to use mcpgen.",
            "mcpgen install skills/notes", "mcpgen install skills/notes --agent claude --agent copilot", "mcpgen install skills/notes --scope user", "mcpgen install skills/notes --agent cursor --link",
            "mcpgen install mcpgen")
        { skill, link, force };
        var target = new InstallTarget(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var word = parsed.GetValue(skill)!;
            if (word != McpgenGuide.Name || Path.Exists(word))
            {
                var chosen = await SkillChoice.OneAsync(word, cancellationToken).ConfigureAwait(false);
                return await RunAsync(chosen, parsed, cancellationToken).ConfigureAwait(false);
            }

            if (parsed.GetValue(link))
            {
                throw new SkillException(ExitCode.WrongArguments, "mcpgen's own skill is part of the program, so there is no folder to link to. Install it without --link.");
            }

            var scratch = Directory.CreateTempSubdirectory("mcpgen-install-");
            try
            {
                return await RunAsync(McpgenGuide.WriteIn(scratch.FullName), parsed, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                scratch.Delete(recursive: true);
            }
        });
        return command;

        async Task<int> RunAsync(SkillOnDisk chosen, ParseResult parsed, CancellationToken cancellationToken)
        {
            if (!chosen.IsGuide && !chosen.HasLauncher)
            {
                throw new SkillException(
                    ExitCode.WrongEnvironment, $"The skill '{chosen.Name}' has nothing that runs it in scripts/. Make it again: mcpgen sync {ShellWord.Of(chosen.Folder)}");
            }

            var places = target.Places(parsed, chosen.Name);
            places = parsed.GetValue(link) ? [.. places.Select(place => place with { LinkTo = chosen.Folder })] : places;
            var outcomes = await new SkillInstaller(parsed.GetValue(force), SkillHosts.StopAsync)
                .InstallAsync(chosen, places, cancellationToken)
                .ConfigureAwait(false);
            target.Show(outcomes, parsed, streams.Results);
            if (!target.AsJson(parsed) && chosen.IsText)
            {
                streams.Display.Note($"Its first call restores what is missing in your store for this machine. To do it now: mcpgen restore {ShellWord.Of(ShortPath.Of(places[0].Path))}");
            }

            if (!target.AsJson(parsed) && !parsed.GetValue(link) && File.Exists(new SkillFolder(chosen.Folder).SecretsFile))
            {
                streams.Display.Note("The skill's .env was copied too. Only you can read it, and the skill's .gitignore excludes it.");
            }

            return (int)ExitCode.Success;
        }
    }
}
