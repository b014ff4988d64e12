using System.Text.Json;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Runtime.Vocabulary;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Checking;

/// <summary>
/// Tries a skill as an agent would: its executor lists, describes and calls. Only a read-only tool is called (see
/// <see cref="HarmlessTools"/>), and what was started is stopped.
/// </summary>
/// <param name="skill">Which.</param>
/// <param name="checks">Receives the results.</param>
internal sealed class SkillTest(SkillOnDisk skill, CheckList checks)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLook = TimeSpan.FromMilliseconds(50);

    private readonly SkillFolder _folder = new(skill.Folder);

    private string Executor => _folder.LauncherFile(skill.Name);

    /// <summary>Runs the checks in order, until one fails that the others depend on.</summary>
    /// <param name="cancellationToken">Stops the running program, and what was started.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (CheckFiles() && ReadCatalog() is { } model && CheckConfig() && await CheckListAsync(model, cancellationToken).ConfigureAwait(false))
        {
            await CheckDescribeAsync(model, cancellationToken).ConfigureAwait(false);
            await CheckCallAsync(model, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool CheckFiles()
    {
        if (!File.Exists(Executor))
        {
            return Broken("files", $"missing: {ShortPath.Of(Executor)}", $"Make it again: mcpgen sync {ShellWord.Of(skill.Folder)}");
        }

        string[] programs = [Executor];
        var locked = programs.Where(static file => !IsExecutable(file)).ToArray();
        if (locked.Length > 0)
        {
            return Broken("files", $"not executable: {string.Join(", ", locked.Select(ShortPath.Of))}", $"chmod +x {string.Join(' ', locked.Select(ShellWord.Of))}");
        }

        return Good("files", $"complete, {HumanText.Bytes(skill.CountBytes())}");
    }

    private SkillModel? ReadCatalog()
    {
        var (catalog, problems) = CatalogParser.Parse(File.ReadAllText(_folder.CatalogFile));
        if (problems.FirstOrDefault(static problem => problem.IsFatal) is { } broken)
        {
            Broken("catalog", $"mcp-catalog.json cannot be read: {broken.Detail}", $"Make it again: mcpgen sync {ShellWord.Of(skill.Folder)}");
            return null;
        }

        if (File.ReadAllText(Path.Combine(skill.Folder, "SKILL.md")).Contains(catalog.Hash, StringComparison.Ordinal))
        {
            Good("catalog", $"{HumanText.Count(catalog.Tools.Count, "tool")}, the same that SKILL.md was made for");
        }
        else
        {
            checks.Add(new Check("catalog", CheckState.Doubtful, "SKILL.md was made from another mcp-catalog.json", $"Update it: mcpgen sync {ShellWord.Of(skill.Folder)}"));
        }

        return SkillReader.Read(catalog, SkillName.From(skill.Name)).Skill;
    }

    private bool CheckConfig()
    {
        try
        {
            _ = SkillEnvironment.Read(_folder, skill.Name, Environment.GetEnvironmentVariable).RequireLaunchable();
            return Good("config", "mcp-config.json is valid, and its variables are set");
        }
        catch (SkillException e)
        {
            return Broken("config", e.Message, remedy: null);
        }
    }

    private async Task<bool> CheckListAsync(SkillModel model, CancellationToken cancellationToken)
    {
        var rebuild = $"Build it again: mcpgen restore {ShellWord.Of(skill.Folder)}";
        try
        {
            var ended = await RunAsync([CommandNames.List, "--json"], cancellationToken).ConfigureAwait(false);
            if (ended.ExitCode != 0)
            {
                return Broken("list", $"exit code {ended.ExitCode}: {ended.Errors.Trim()}", rebuild);
            }

            using var list = JsonDocument.Parse(ended.Output);
            var listed = list.RootElement.EnumerateArray().Select(static tool => tool.GetProperty("name").GetString());
            return listed.SequenceEqual(model.Tools.Select(static tool => tool.Name.WireName))
                ? Good("list", $"{HumanText.Count(model.Tools.Count, "tool")}, as in the catalog", ended.Duration)
                : Broken("list", "the executor was built from another catalog", rebuild);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or JsonException)
        {
            return Broken("list", $"the executor does not run here: {e.Message}", rebuild);
        }
    }

    private async Task CheckDescribeAsync(SkillModel model, CancellationToken cancellationToken)
    {
        var tool = model.Tools[0];
        var ended = await RunAsync([CommandNames.Describe, tool.Name.WireName], cancellationToken).ConfigureAwait(false);
        if (ended.ExitCode == 0 && IsSameJson(ended.Output, tool.Json))
        {
            Good("describe", $"{tool.Name.CommandName}, word for word as in the catalog", ended.Duration);
        }
        else
        {
            Broken("describe", ended.ExitCode == 0 ? "the executor was built from another catalog" : $"exit code {ended.ExitCode}: {ended.Errors.Trim()}", $"Build it again: mcpgen restore {ShellWord.Of(skill.Folder)}");
        }
    }

    private async Task CheckCallAsync(SkillModel model, CancellationToken cancellationToken)
    {
        var wasRunning = await IsRunningAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (ExampleCall.Harmless(model.Tools).Take(1).ToArray() is [var (tool, call)])
            {
                string[] words = [CommandNames.Call, tool.Name.WireName, call.Json];
                if (await CheckAnswerAsync(wasRunning ? "call" : "cold call", words, cancellationToken).ConfigureAwait(false) && !wasRunning)
                {
                    await CheckAnswerAsync("warm call", words, cancellationToken).ConfigureAwait(false);
                }
            }
            else
            {
                checks.Add(new Check("call", CheckState.Known, "skipped: no tool is marked as read-only, or has a name that can only mean reading"));
                if (!wasRunning)
                {
                    await CheckStartAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            if (!wasRunning)
            {
                await StopAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> CheckAnswerAsync(string subject, string[] words, CancellationToken cancellationToken)
    {
        var line = $"{words[1]} '{words[2]}'";
        var ended = await RunAsync(words, cancellationToken).ConfigureAwait(false);
        switch ((ExitCode)ended.ExitCode)
        {
            case ExitCode.Success:
                return Good(subject, $"{line} was answered", ended.Duration);
            case ExitCode.ToolFailed or ExitCode.WrongArguments:
                // The arguments are made up. If the server rejects them, the skill still works.
                checks.Add(new Check(subject, CheckState.Known, $"{line} was answered with an error: {FirstLine(ended.Errors)}", Duration: ended.Duration));
                return true;
            default:
                return Broken(subject, $"{line}: exit code {ended.ExitCode}", $"{ended.Errors.Trim()}\nSee: {ShellWord.Of(ShortPath.Of(Executor))} logs");
        }
    }

    private async Task CheckStartAsync(CancellationToken cancellationToken)
    {
        var ended = await RunAsync([CommandNames.Restart], cancellationToken).ConfigureAwait(false);
        _ = ended.ExitCode == 0
            ? Good("start", "host and server start", ended.Duration)
            : Broken("start", $"exit code {ended.ExitCode}", ended.Errors.Trim());
    }

    private async Task StopAsync()
    {
        var ended = await RunAsync([CommandNames.Stop], CancellationToken.None).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(StopPatience);
        using var looks = new PeriodicTimer(StopLook);
        try
        {
            while (await IsRunningAsync(limit.Token).ConfigureAwait(false))
            {
                await looks.WaitForNextTickAsync(limit.Token).ConfigureAwait(false);
            }

            Good("stop", "stopped what was started for this test");
        }
        catch (OperationCanceledException)
        {
            checks.Add(new Check("stop", CheckState.Doubtful, $"the host does not stop: {FirstLine(ended.Errors)}", $"mcpgen stop {ShellWord.Of(skill.Folder)} --force"));
        }
    }

    private async Task<bool> IsRunningAsync(CancellationToken cancellationToken)
    {
        var ended = await RunAsync([CommandNames.Status, "--json"], cancellationToken).ConfigureAwait(false);
        return ended.ExitCode == 0 && JsonReader.TryRead(ended.Output, out var status, out _)
            && status is JsonObject members && members["state"] is JsonString { Value: not "absent" };
    }

    // From another folder than the skill's, as agents do.
    private Task<ChildProcess.Ended> RunAsync(string[] words, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync([Executor, .. words], Path.GetTempPath(), null, cancellationToken);

    private bool Good(string subject, string finding, TimeSpan? duration = null)
    {
        checks.Add(new Check(subject, CheckState.Good, finding, Duration: duration));
        return true;
    }

    private bool Broken(string subject, string finding, string? remedy)
    {
        checks.Add(new Check(subject, CheckState.Broken, finding, remedy));
        return false;
    }

    private static bool IsExecutable(string file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != 0;

    // Both minified, with members in the server's order.
    private static bool IsSameJson(string one, string other) =>
        JsonReader.TryRead(one, out var first, out _) && JsonReader.TryRead(other, out var second, out _) && first.ToString() == second.ToString();

    private static string FirstLine(string text) => ServerText.Line(text.Trim().Split('\n')[0], 100);
}
