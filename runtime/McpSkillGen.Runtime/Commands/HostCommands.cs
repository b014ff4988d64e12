using System.Diagnostics;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Logging;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// The commands about the process that keeps the server alive. None is activity, and none but <c>restart</c> starts
/// anything.
/// </summary>
internal sealed class HostCommands(SkillDefinition definition, SkillFolder folder)
{
    public static readonly string[] Names = ["status", "stats", "logs", "stop", "restart", "reset-stats"];

    private static readonly byte[] Absent = "{\"state\":\"absent\"}\n"u8.ToArray();

    // A host's way out: its calls' grace, and the server's.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LockRetryInterval = TimeSpan.FromMilliseconds(50);

    private readonly SkillEnvironment _environment = SkillEnvironment.Read(folder, definition.Name, Environment.GetEnvironmentVariable);

    private InstancePaths Instance => _environment.Instance;

    /// <param name="command">One of <see cref="Names"/>.</param>
    /// <param name="request">What was asked for.</param>
    public ExitCode Run(string command, HostRequest request) => command switch
    {
        "status" => Status(request.Options.Output),
        "stats" => Statistics(request.Options.Output),
        "logs" => Logs(request),
        "stop" => Stop(request.Options.Output),
        "restart" => Restart(request.Options),
        "reset-stats" => ResetStatistics(request.Options.Output),
        _ => throw new InvalidOperationException($"'{command}' is not a command about the host."),
    };

    private ExitCode Status(OutputOptions output)
    {
        if (Ask(HostInquiry.Status) is not { } answer)
        {
            return Say(output, Absent, $"{definition.Name}: not running; the next call starts the server.");
        }

        return Say(output, answer.Json.Span, StatusText.Of(definition.Name, answer.Root, Instance.Log, DateTimeOffset.Now));
    }

    private ExitCode Statistics(OutputOptions output)
    {
        var answer = Ask(HostInquiry.Statistics)?.Json ?? KeptStatistics.ReadReport(Instance) ?? "{\"since\":null,\"tools\":[]}"u8.ToArray();
        return Say(output, answer.Span, StatisticsText.Of(Parse(answer), DateTimeOffset.Now));
    }

    private ExitCode ResetStatistics(OutputOptions output)
    {
        var started = Stopwatch.GetTimestamp();
        while (Ask(HostInquiry.ResetStatistics) is null && !TryDeleteStatistics())
        {
            // A host that starts or leaves holds the lock and does not listen: in a moment it does one or neither.
            if (Stopwatch.GetElapsedTime(started) > LockPatience)
            {
                throw new SkillException(ExitCode.Unreachable, $"The host is leaving and has not left for {LockPatience.TotalSeconds} s, or is older than this executor. Try again, or first: {definition.Name} stop");
            }

            Thread.Sleep(LockRetryInterval);
        }

        return Say(output, "{}"u8, "The statistics are empty.");
    }

    private ExitCode Stop(OutputOptions output)
    {
        if (Ask(HostInquiry.Stop) is not { } answer)
        {
            return Say(output, Absent, $"{definition.Name}: not running.");
        }

        return Say(output, answer.Json.Span, $"{definition.Name}: stopping, and the server with it{AfterCalls(answer.CallsInFlight)}.");
    }

    private ExitCode Restart(GlobalOptions options)
    {
        var done = HostRestart.Run(_environment, options.Timeout);
        if (!done.IsRunning)
        {
            return Say(options.Output, Absent, $"{definition.Name}: {(done.HadHost ? "stopped" : "not running")}; \"keep_alive\" is off, so that every call starts a server of its own.");
        }

        var status = Ask(HostInquiry.Status)?.Json ?? Absent;
        var old = done.HadHost ? $"restarted; the old host ends{(done.CallsInFlight > 0 ? AfterCalls(done.CallsInFlight) : " with nothing in flight")}." : "started; no host ran before.";
        return Say(options.Output, status.Span, $"{definition.Name}: {old}\n\n{StatusText.Of(definition.Name, Parse(status), Instance.Log, DateTimeOffset.Now)}");
    }

    private ExitCode Logs(HostRequest request)
    {
        var isWanted = request.ToolName is { } tool ? LogLine.EscapeName(tool) : null;
        var found = LogPrinter.Print(Instance, new LogRequest(
            request.LineCount, line => isWanted is null || line.CallName == isWanted, request.Follow, request.Options.Output.AsJson));
        if (found == 0 && !request.Options.Output.IsQuiet)
        {
            StandardStreams.WriteErrorLine($"{definition.Name}: no host has run yet; the log will be {Instance.Log}.");
        }

        return ExitCode.Success;
    }

    // Under the host's own lock: a host that starts now reads the file before or after, and never writes it back.
    private bool TryDeleteStatistics()
    {
        if (!Directory.Exists(Instance.Folder))
        {
            return true;
        }

        using var held = FileLock.TryTake(Instance.InstanceLock);
        if (held is not null)
        {
            File.Delete(Instance.Statistics);
        }

        return held is not null;
    }

    private static string AfterCalls(int inFlight) =>
        inFlight == 0 ? "" : $" after {HumanText.Count(inFlight, "call")} in flight";

    private static ExitCode Say(OutputOptions output, ReadOnlySpan<byte> json, string text)
    {
        StandardStreams.Write(output.AsJson ? [.. json.TrimEnd((byte)'\n'), (byte)'\n'] : Encoding.UTF8.GetBytes(text.TrimEnd('\n') + "\n"));
        return ExitCode.Success;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <returns>Null when no host runs.</returns>
    /// <exception cref="SkillException">A host runs and does not answer, or this process cannot reach any.</exception>
    private HostReply.Answered? Ask(ReadOnlySpan<byte> query) =>
        HostInquiry.Ask(_environment.RuntimeDirectory, Instance, query, HostInquiry.Patience) switch
        {
            HostReply.Answered answered => answered,
            HostReply.Declined { Failure: var failure } => throw new SkillException(failure.ExitCode, failure.Message),
            HostReply.Forbidden { Reason: var reason } => throw new SkillException(ExitCode.WrongEnvironment, $"Whether a host runs cannot be told: {reason}"),
            HostReply.Silent => throw HostRestart.SaidNothing(_environment, HostInquiry.Patience),
            _ => null,
        };
}
