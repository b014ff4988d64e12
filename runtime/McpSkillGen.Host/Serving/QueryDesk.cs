using System.Diagnostics;
using McpSkillGen.Host.Background;
using McpSkillGen.Host.Lifetime;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Serving;

/// <summary>Answers queries about the host. They do not count as activity. What takes time is answered outside the loop.</summary>
internal sealed class QueryDesk(HostOptions options, ServerSlot slot, StatisticsLedger ledger, DriftWatch drift, BackgroundWork work)
{
    private readonly long _opened = Stopwatch.GetTimestamp();

    /// <param name="client">Who asks.</param>
    /// <param name="id">The client's number for the query.</param>
    /// <param name="verb">What it asks.</param>
    /// <param name="now">What is going on.</param>
    /// <param name="callsTaken">Since the host's start.</param>
    public void Answer(ClientConnection client, uint id, string verb, HostActivity now, long callsTaken)
    {
        switch (verb)
        {
            case "status":
                var difference = drift.Difference;
                work.Add("answering a status query", Task.Run(() => client.Send(
                    FrameKind.Answer, id, StatusReport.Of(now, options, slot, difference, callsTaken, Stopwatch.GetElapsedTime(_opened)))));
                break;
            case "stats":
                client.Send(FrameKind.Answer, id, ledger.Report());
                break;
            case "reset-stats":
                ledger.Reset();
                client.Send(FrameKind.Answer, id, "{}"u8);
                break;
            case "start" when now.Phase is HostPhase.Serving:
                work.Add("answering a start query", StartAsync(client, id));
                break;
            case "start":
                Decline(client, id, ExitCode.Unreachable, "The host is leaving.");
                break;
            default:
                Decline(client, id, ExitCode.WrongArguments, $"This host does not know the query '{verb}'.");
                break;
        }
    }

    private async Task StartAsync(ClientConnection client, uint id)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await slot.GetAsync().ConfigureAwait(false);
            client.Send(FrameKind.Answer, id, "{}"u8);
        }
        catch (SkillException e)
        {
            Decline(client, id, e.ExitCode, e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            Decline(client, id, ExitCode.Unreachable, "The host left before its server was ready.");
        }
    }

    private static void Decline(ClientConnection client, uint id, ExitCode exitCode, string why) =>
        client.Send(OutgoingFrame.Of(new FailureMessage(id, exitCode, why)));
}
