using System.CommandLine;
using McpSkillGen.Cli.Configs.Places;
using McpSkillGen.Cli.Connecting;
using McpSkillGen.Cli.Consent;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen connect</c>: lets a program that speaks MCP use a skill's server.</summary>
internal static class ConnectCommand
{
    public static Command Create(CommandStreams streams)
    {
        var client = new Argument<string>("client") { Description = $"The program: {string.Join(", ", ConnectedClient.All.Select(static known => known.Key))}." };
        var skill = new Argument<string>("skill") { Description = SkillChoice.Help };
        var scope = new Option<string>("--scope") { Description = "Whose file to write: yours, or the project's.", DefaultValueFactory = static _ => "user", HelpName = "user|project" };
        scope.AcceptOnlyFromAmong("user", "project");
        var yes = new Option<bool>("--yes", "-y") { Description = "Write without asking." };
        var json = new Option<bool>("--json") { Description = "Print what was written as JSON." };
        var command = new CommandWithExamples(
            "connect", "Write a skill into the config of a program that speaks MCP, so that it shares the skill's server. Shows the difference and asks first.",
            "mcpgen connect claude notes", "mcpgen connect codex skills/notes --yes", "mcpgen connect vscode skills/notes --scope project") { client, skill, scope, yes, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = ConnectedClient.Of(parsed.GetValue(client)!);
            var chosen = await SkillChoice.OneAsync(parsed.GetValue(skill)!, cancellationToken).ConfigureAwait(false);
            if (!chosen.HasLauncher)
            {
                throw new SkillException(ExitCode.WrongEnvironment, $"The skill '{chosen.Name}' has nothing that runs it in scripts/. Make it again: mcpgen sync {ShellWord.Of(chosen.Folder)}");
            }

            var path = target.FileIn(Surroundings.Here(), ofProject: parsed.GetValue(scope) is "project");
            var file = ClientFile.With(target, path, chosen.Name, new SkillFolder(chosen.Folder).LauncherFile(chosen.Name));
            if (file.IsChanged)
            {
                streams.Display.Say($"{path}\n{file.Difference()}");
                if (!parsed.GetValue(yes) && TerminalQuestion.On(streams.Display)("Write this?") is not true)
                {
                    throw new SkillException(ExitCode.NotAllowed, "nothing was written, because nobody agreed to it. To write without being asked, add --yes.");
                }

                file.Write();
            }

            if (parsed.GetValue(json))
            {
                JsonOutput.Write(streams.Results, new { client = target.Key, file = path, name = chosen.Name, changed = file.IsChanged });
            }
            else
            {
                streams.Display.Note(file.IsChanged
                    ? $"{target.Key} has '{chosen.Name}' now, at its next start. It uses the same server as the skill."
                    : $"{target.Key} has '{chosen.Name}' already; nothing was changed.");
            }

            return (int)ExitCode.Success;
        });
        return command;
    }
}
