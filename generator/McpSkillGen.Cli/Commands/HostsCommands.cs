using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen ps</c>, <c>stop</c> and <c>logs</c>: the hosts of all skills of this user.</summary>
internal static class HostsCommands
{
    private const string NameHelp = "The skill's name, its folder, or an instance's id.";

    public static Command CreatePs(TextWriter output)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Also the skills whose host has left." };
        var json = Json("An array with everything that is known of each host.");
        var command = new ExemplifiedCommand("ps", "Show the hosts that run, of all your skills.", "mcpgen ps", "mcpgen ps --all", "mcpgen ps --json") { all, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var instances = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var shown = instances.Where(instance => instance.IsRunning || parsed.GetValue(all)).ToArray();
            Show(shown, parsed.GetValue(json), output, instances.Count);
            return (int)ExitCode.Success;
        });
        return command;
    }

    public static Command CreateStop(TextWriter output, StageDisplay display)
    {
        var names = new Argument<string[]>("name") { Description = NameHelp, Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all", "-a") { Description = "Every host of yours." };
        var force = new Option<bool>("--force") { Description = "Kill a host that does not answer; its server ends with it." };
        var json = Json("An array of what was done.");
        var command = new ExemplifiedCommand(
            "stop", "Stop hosts and their servers. Calls in flight end first.",
            "mcpgen stop notes", "mcpgen stop notes ./skills/github", "mcpgen stop --all") { names, all, force, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var words = parsed.GetValue(names) ?? [];
            if (words.Length > 0 == parsed.GetValue(all))
            {
                throw new SkillException(
                    ExitCode.WrongArguments, words.Length > 0 ? "--all means every host; leave the names out.\nTry: mcpgen stop --help" : "no name is given; expected a skill's name, or --all.\nTry: mcpgen ps");
            }

            var instances = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var chosen = parsed.GetValue(all) ? instances : InstanceChoice.Skills(words, instances, "mcpgen ps --all");
            return await new HostStop(output, display, parsed.GetValue(json)).RunAsync(chosen, parsed.GetValue(force), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    public static Command CreateLogs()
    {
        var name = new Argument<string>("name") { Description = NameHelp };
        var count = new Argument<int>("n") { Description = "How many of the last lines.", DefaultValueFactory = static _ => 20 };
        count.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var lines) && lines < 0)
            {
                result.AddError($"'{token.Value}' is no number of lines; expected 0 or more.");
            }
        });
        var tool = new Option<string?>("--tool") { Description = "Only the calls of this tool.", HelpName = "TOOL" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new lines until Ctrl-C." };
        var json = Json("An object for each line.");
        var command = new ExemplifiedCommand(
            "logs", "Print the log of a skill's host: names, sizes, durations and outcomes, never arguments or results.",
            "mcpgen logs notes", "mcpgen logs notes 100 --tool add-note", "mcpgen logs notes --follow") { name, count, tool, follow, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var instances = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var chosen = InstanceChoice.One(parsed.GetValue(name)!, instances, "mcpgen ps --all");
            List<string> role = ["logs", "--instance", chosen.Id, "--count", $"{parsed.GetValue(count)}"];
            role.AddRange(parsed.GetValue(tool) is { } wanted ? ["--tool", wanted] : []);
            role.AddRange(parsed.GetValue(follow) ? ["--follow"] : []);
            role.AddRange(parsed.GetValue(json) ? ["--json"] : []);
            return await HostRole.RunHereAsync(role, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static Option<bool> Json(string description) => new("--json") { Description = description };

    private static void Show(SkillInstance[] shown, bool asJson, TextWriter output, int known)
    {
        if (asJson)
        {
            output.Write($"[{string.Join(",\n", shown.Select(static instance => instance.Json))}]\n");
        }
        else if (shown.Length > 0)
        {
            HostTable.Write(shown, output);
        }
        else
        {
            output.Write($"No host runs.{(known > 0 ? $" {HumanText.Count(known, "skill has run before", "skills have run before")}: mcpgen ps --all" : "")}\n");
        }
    }
}
