using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime.Client;

/// <summary>Messages for a call whose host failed, for single calls and batches.</summary>
internal static class Loss
{
    public static string AfterAccepted(InstancePaths instance) =>
        $"The host ended after it accepted the call: the tool may or may not have run. Check before you call again. The host's log is {instance.Log}.";

    public static string SaidNothing(SkillFolder folder) =>
        $"The host accepted the connection but did not answer. End its process and call again; the process id is in {folder.PidFile}.";

    public static string OutOfTime(SkillFolder folder) =>
        $"The host exceeded its own time limit. {SaidNothing(folder)} The tool may or may not have run.";

    /// <param name="why">What the last host said.</param>
    /// <param name="instance">Where its log is.</param>
    public static string GaveUp(Refusal why, InstancePaths instance) =>
        $"{SkillCaller.MaxRounds} times in a row the host {why switch
        {
            Refusal.Stale => "had a different configuration than this call. Is something rewriting the config or the environment?",
            Refusal.Retiring => "was leaving.",
            _ => "ended before it accepted the call.",
        }} The tool did not run. The host's log is {instance.Log}.";
}
