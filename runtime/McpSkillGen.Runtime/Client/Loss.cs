using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime.Client;

/// <summary>What is said of a call whose host let it down, whoever made it.</summary>
internal static class Loss
{
    public static string AfterAccepted(InstancePaths instance) =>
        $"The host ended after it took the call: the tool may or may not have run. Check before you call again. The host's log is {instance.Log}.";

    public static string SaidNothing(SkillFolder folder) =>
        $"The host took the connection and said nothing. End it and call again: its process id is in {folder.PidFile}.";

    public static string OutOfTime(SkillFolder folder) =>
        $"The host let its own time limit pass. {SaidNothing(folder)} The tool may or may not have run.";

    /// <param name="why">What the last host said.</param>
    /// <param name="instance">Where its log is.</param>
    public static string GaveUp(Refusal why, InstancePaths instance) =>
        $"{SkillCaller.MaxRounds} times in a row the host {why switch
        {
            Refusal.Stale => "ran another configuration than this call read: is something rewriting the config or the environment?",
            Refusal.Retiring => "was leaving.",
            _ => "ended before it took the call.",
        }} The tool did not run. The host's log is {instance.Log}.";
}
