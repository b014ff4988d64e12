using System.Text.Json;
using McpSkillGen.Host.Background;
using McpSkillGen.Host.Lifetime;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Streams;
using ModelContextProtocol;

namespace McpSkillGen.Host.Serving;

/// <summary>
/// Checks whether the server still answers, with a request that every server answers, even if only with an error. Never
/// <c>ping</c>, which the newest protocol does not have. This does not count as activity. Belongs to the host's loop.
/// </summary>
internal sealed class HealthWatch(ServerSlot slot, TimeSpan checkInterval, Action<HostEvent> post, BackgroundWork work, HostLog log) : IDisposable
{
    private const string Question = "tools/list";

    private readonly Timer _timer = new(_ => post(new HostEvent.TimeElapsed()));
    private bool _isAsking;
    private bool _isSuspect;
    private int _checksPassed;

    /// <summary>A call has ended.</summary>
    /// <param name="isTimedOut">The server is then checked as soon as nothing is in flight.</param>
    public void OnCallEnded(bool isTimedOut)
    {
        _checksPassed = 0;
        _isSuspect |= isTimedOut;
    }

    public void Act(HostPhase phase, int callsInFlight)
    {
        var session = slot.Running;
        switch (HealthPolicy.Decide(Look(session, phase, callsInFlight), checkInterval))
        {
            case HealthDecision.LookAgainIn { Delay: var delay }:
                _timer.Change((long)Math.Ceiling(delay.TotalMilliseconds), Timeout.Infinite);
                break;
            case HealthDecision.Ask { Budget: var budget }:
                (_isAsking, _isSuspect) = (true, false);
                work.Add("checking the server", AskAsync(session!, budget));
                break;
        }
    }

    /// <summary>The check has ended.</summary>
    public void OnAsked(ServerSession session, TimeSpan? silence, HostPhase phase, int callsInFlight)
    {
        _isAsking = false;
        _checksPassed = silence is null ? _checksPassed + 1 : 0;
        if (silence is { } budget
            && ReferenceEquals(slot.Running, session)
            && HealthPolicy.AfterSilence(Look(session, phase, callsInFlight)) is HealthDecision.Replace)
        {
            log.Write($"The server has not answered {Question} within {budget.TotalSeconds:0.###} s although it had nothing else to do: it hangs, and is replaced.");
            slot.Replace(session);
        }
    }

    public void Dispose() => _timer.Dispose();

    private ServerHealth Look(ServerSession? session, HostPhase phase, int callsInFlight) => new(
        phase is HostPhase.Serving && session is not null, callsInFlight, _isAsking, _isSuspect, session?.SilentFor ?? TimeSpan.Zero)
    {
        IsRemote = session is { IsRemote: true },
        ChecksPassed = _checksPassed,
    };

    private async Task AskAsync(ServerSession session, TimeSpan budget)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var limit = new CancellationTokenSource(budget);
        TimeSpan? silence = null;
        try
        {
            var answer = await session.RequestAsync(Question, "{}"u8.ToArray(), listener: null, limit.Token).ConfigureAwait(false);
            LargeResults.HaveGone((answer as ServerAnswer.Result)?.Json.Length ?? 0);
        }
        catch (OperationCanceledException)
        {
            silence = budget;
        }
        catch (Exception e) when (e is McpException or JsonException)
        {
            // An odd answer is an answer, too.
        }

        post(new HostEvent.ServerAsked(session, silence));
    }
}
