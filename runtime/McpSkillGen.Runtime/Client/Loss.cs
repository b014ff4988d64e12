using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime.Client;

/// <summary>Messages for a call whose host failed, for single calls and batches.</summary>
internal static class Loss
{
    public static string AfterAccepted(InstancePaths instance) =>
        $"The host ended after it accepted the call: the tool may or may not have run. Check before you call again. The host's log is {instance.Log}.";

    /// <param name="environment">Whose host.</param>
    /// <param name="patience">How long it was waited for.</param>
    public static string SaidNothing(SkillEnvironment environment, TimeSpan patience) =>
        $"The host{Process(environment)} accepted the connection but did not answer for {patience.TotalSeconds:0.###} s. End it: {environment.SkillName} stop --force";

    /// <summary>A call that was not accepted within the caller's limit.</summary>
    public static string NotInTime(SkillEnvironment environment, Deadline deadline)
    {
        var why = InstanceHolder.Of(environment.Instance) is { } host
            ? $"The host (process {host}) does not answer. End it: {environment.SkillName} stop --force"
            : "The host is still starting. Call again, with a longer --timeout.";
        return $"Timed out after {deadline.Limit?.TotalSeconds:0.###} s; the tool did not run. {why}";
    }

    public static string OutOfTime(SkillEnvironment environment) =>
        $"The host{Process(environment)} accepted the call and exceeded its own time limit. The tool may or may not have run; check before you call again. End the host: {environment.SkillName} stop --force";

    /// <param name="why">What the last host said.</param>
    /// <param name="instance">Where its log is.</param>
    public static string GaveUp(Refusal why, InstancePaths instance) =>
        $"{SkillCaller.MaxRounds} times in a row the host {why switch
        {
            Refusal.Stale => "had a different configuration than this call. Is something rewriting the config or the environment?",
            Refusal.Retiring => "was leaving.",
            _ => "ended before it accepted the call.",
        }} The tool did not run. The host's log is {instance.Log}.";

    private static string Process(SkillEnvironment environment) => InstanceHolder.Of(environment.Instance) is { } host ? $" (process {host})" : "";
}
