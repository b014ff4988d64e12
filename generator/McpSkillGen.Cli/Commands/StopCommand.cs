using System.CommandLine;
using McpSkillGen.Cli.Hosts;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen stop</c>: ends hosts and their servers.</summary>
internal static class StopCommand
{
    public static Command Create(CommandStreams streams)
    {
        var names = new Argument<string[]>("name") { Description = InstanceChoice.Help, Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all", "-a") { Description = "Stop all your hosts." };
        var force = new Option<bool>("--force") { Description = "Kill a host that does not answer. Its server ends with it." };
        var json = new Option<bool>("--json") { Description = "Print an array of what was done." };
        var command = new CommandWithExamples(
            "stop", "Stop hosts and their servers. Calls in flight finish first.",
            "mcpgen stop notes", "mcpgen stop notes ./skills/github", "mcpgen stop --all") { names, all, force, json };
        command.Validators.Add(given =>
        {
            var hasNames = given.GetValue(names) is { Length: > 0 };
            if (hasNames == given.GetValue(all))
            {
                given.AddError(hasNames ? "--all means every host; leave the names out." : "no name is given; expected a skill's name, or --all. See: mcpgen ps");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var known = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var chosen = parsed.GetValue(all) ? known : InstanceChoice.Skills(parsed.GetValue(names)!, known);
            return await new HostStop(streams.Results, streams.Display, parsed.GetValue(json))
                .RunAsync(chosen, parsed.GetValue(force), cancellationToken)
                .ConfigureAwait(false);
        });
        return command;
    }
}
