using System.Globalization;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Cli.Sample;

/// <summary>
/// <c>mcpgen scaffold --sample</c>: makes a skill from the built-in server and calls it twice, to show the difference between a
/// cold call and a warm one, and that the server keeps its state.
/// </summary>
internal static class SampleTour
{
    private const string SkillName = "notes-sample";

    private static readonly string[] AddNote = ["add-note", "--text", "Buy oat milk"];
    private static readonly string[] ListNotes = ["list-notes"];

    public static async Task<int> RunAsync(Scaffolder scaffolder, TextWriter output, CancellationToken cancellationToken)
    {
        var skill = await scaffolder.MakeAsync(Source(), cancellationToken).ConfigureAwait(false);
        if (!skill.IsBuilt)
        {
            scaffolder.Announce(skill);
            return (int)ExitCode.Success;
        }

        var path = ShellWord.Of(ShortPath.Of(skill.Executor));
        await output.WriteLineAsync($"\n{ShortPath.Of(skill.Folder)} is ready. An agent calls it like this:\n").ConfigureAwait(false);

        // The host of an earlier tour would make the first call warm.
        await ChildProcess.RunAsync([skill.Executor, CommandNames.Stop], Environment.CurrentDirectory, null, cancellationToken).ConfigureAwait(false);
        await CallAsync(output, skill, path, AddNote, "cold: this call started the server", cancellationToken).ConfigureAwait(false);
        await CallAsync(output, skill, path, ListNotes, "warm: the same server still has the note", cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync($"""
            The server stops after an hour without calls. More to try:

              {path} list
              {path} draw-notes
              {path} import-examples --count 5
              {path} publish-notes; echo "exit code $?"
              {path} stop

            """.ReplaceLineEndings("\n")).ConfigureAwait(false);
        return (int)ExitCode.Success;
    }

    private static async Task CallAsync(
        TextWriter output, ScaffoldedSkill skill, string path, string[] arguments, string remark, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"  $ {path} {string.Join(' ', arguments.Select(ShellWord.Of))}").ConfigureAwait(false);
        var ended = await ChildProcess.RunAsync([skill.Executor, .. arguments], Environment.CurrentDirectory, null, cancellationToken).ConfigureAwait(false);
        if (ended.ExitCode != 0)
        {
            throw new SkillException((ExitCode)ended.ExitCode, $"the sample's call failed: {ended.Errors.Trim()}");
        }

        foreach (var line in ended.Output.TrimEnd().Split('\n'))
        {
            await output.WriteLineAsync($"  {line}").ConfigureAwait(false);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  ({ended.Duration.TotalMilliseconds:0.0} ms, {remark})\n")).ConfigureAwait(false);
    }

    /// <summary>A config that starts this very program as the server.</summary>
    private static ServerSource Source()
    {
        var program = Environment.ProcessPath!;
        var isHosted = Path.GetFileNameWithoutExtension(program) is "dotnet";
        string[] arguments = isHosted ? [Path.Combine(AppContext.BaseDirectory, "mcpgen.dll"), SampleServer.CommandName] : [SampleServer.CommandName];
        var config = new SkillConfig { Name = SkillName, Command = program, Arguments = arguments };
        return new ServerSource(null, config, Environment.CurrentDirectory, null, []);
    }
}
