using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Restoring;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Cli.Storing;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen pack</c>: puts prebuilt programs into a skill, for machines without an SDK or a network.</summary>
internal static class PackCommand
{
    public static Command Create(CommandStreams streams)
    {
        var skill = new Argument<string>("skill") { Description = SkillChoice.Help };
        var rids = new Option<string[]>("--rids")
        {
            Description = $"What for: this machine's platform ({Platform.Rid}), another one that it has a compiler for, or {PrebuiltPrograms.AnyRid} for every machine with the .NET 10 runtime. Without it: {Platform.Rid} and {PrebuiltPrograms.AnyRid}.",
            AllowMultipleArgumentsPerToken = true,
        };
        var feed = new Option<string>("--feed") { Description = "Also write the package that executors are built with to DIR/.mcp-skill, for all skills of that repository.", HelpName = "DIR" };
        var command = new CommandWithExamples(
            "pack", "Put prebuilt programs into a skill, so that it runs on machines without an SDK or a network.",
            "mcpgen pack skills/notes", "mcpgen pack skills/notes --rids linux-x64,linux-arm64,any", "mcpgen pack skills/notes --feed .") { skill, rids, feed };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = await SkillChoice.OneAsync(parsed.GetValue(skill)!, cancellationToken).ConfigureAwait(false);
            if (SkillsBelow.Find(chosen.Folder) is not [var text])
            {
                throw new SkillException(ExitCode.WrongEnvironment, $"'{ShortPath.Of(chosen.Folder)}' was made by an older mcpgen. Update it first: mcpgen sync {ShellWord.Of(chosen.Folder)}");
            }

            if (parsed.GetValue(feed) is { } repository)
            {
                streams.Results.WriteLine($"wrote {ShortPath.Of(UserStore.WriteFeed(Path.GetFullPath(repository), Carried.Package()))}");
                if (parsed.GetValue(rids) is not { Length: > 0 })
                {
                    return (int)ExitCode.Success;
                }
            }

            string[] wanted = parsed.GetValue(rids) is { Length: > 0 } given
                ? [.. given.SelectMany(static word => word.Split(','))]
                : [Platform.Rid, PrebuiltPrograms.AnyRid];
            foreach (var rid in wanted)
            {
                var folder = await new PrebuiltPrograms(streams.Display, text).AddAsync(rid, cancellationToken).ConfigureAwait(false);
                streams.Results.WriteLine($"packed {rid}: {ShortPath.Of(folder)}");
            }

            return (int)ExitCode.Success;
        });
        return command;
    }
}
