using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Storing;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen gc</c>: removes from the user's store what no skill on this machine uses.</summary>
internal static class GcCommand
{
    public static Command Create(CommandStreams streams)
    {
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would be removed." };
        var command = new CommandWithExamples(
            "gc", "Remove executors, hosts and packages from your store that no skill on this machine uses, and say which.",
            "mcpgen gc", "mcpgen gc --dry-run") { dry };
        command.SetAction(parsed =>
        {
            var isDry = parsed.GetValue(dry);
            long freed = 0;
            foreach (var unused in new StoreSweep(UserStore.OfThisUser(), Carried.Package().Version).Unused())
            {
                freed += unused.Bytes;
                streams.Results.WriteLine($"{(isDry ? "unused" : "removed")} {unused.What} {ShortPath.Of(unused.Path)} ({HumanText.Bytes(unused.Bytes)})");
                if (!isDry)
                {
                    unused.Remove();
                }
            }

            streams.Results.WriteLine(freed == 0 ? "Everything in the store is used." : $"{HumanText.Bytes(freed)} {(isDry ? "would be freed" : "freed")}.");
            return (int)ExitCode.Success;
        });
        return command;
    }
}
