using System.Text;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>What <c>--help</c> prints for the commands about the host.</summary>
internal static class HostHelp
{
    /// <param name="skill">The executor's name.</param>
    /// <param name="command">One of <see cref="HostCommands.Names"/>.</param>
    public static string For(string skill, string command)
    {
        var (usage, what, examples) = Describe(command);
        var text = new StringBuilder($"{skill} {command}: {what}\n\nUsage: {skill} {usage}\n\nFlags:\n");
        HelpText.AppendRows(text, [.. command is "logs" ? HostRequest.LogFlags : [], new("--json", JsonFlag(command)), .. command is "restart" ? RestartFlags : []]);
        text.Append("\nExamples:\n");
        foreach (var example in examples)
        {
            text.Append($"  {skill} {example}\n");
        }

        return text.Append($"\n{Effects(command)}\n").ToString();
    }

    private static readonly HelpRow[] RestartFlags = [new("--timeout SECONDS", "how long the server may take to start (exit code 5)")];

    private static (string Usage, string What, string[] Examples) Describe(string command) => command switch
    {
        "status" => ("status [--json]", "what keeps the server alive: its processes, calls and memory, and when it retires.", ["status", "status --json"]),
        "stats" => ("stats [--json]", "calls, failures and durations of each tool, over every host since the last reset-stats.", ["stats", "stats --json"]),
        "logs" => (
            "logs [N] [--tool TOOL] [--follow] [--json]",
            "the last N lines (20) of the host's log: names, sizes, durations and outcomes, never arguments or results.",
            ["logs 50", "logs --tool echo --follow", "logs 100 --json"]),
        "stop" => ("stop [--json]", "ends the host, and the server and its state with it.", ["stop"]),
        "restart" => ("restart [--timeout SECONDS] [--json]", "replaces host and server by fresh ones, and returns when the server is ready.", ["restart", "restart --timeout 30"]),
        "reset-stats" => ("reset-stats [--json]", "counts calls from zero again.", ["reset-stats"]),
        _ => throw new InvalidOperationException($"'{command}' is not a command about the host."),
    };

    private static string JsonFlag(string command) => command switch
    {
        "logs" => "an object for each line",
        "status" or "restart" => "the host's status as it gives it; {\"state\":\"absent\"} where none runs",
        _ => "the host's answer as it gives it",
    };

    private static string Effects(string command) => command switch
    {
        "restart" => "Calls in flight end on the old host. Exit codes: 0 done, 3 config or environment wrong, "
            + "4 the server could not start, 5 it takes longer than --timeout.",
        "stop" => "Calls in flight end first. Starts nothing; the next call starts host and server again.",
        _ => "Starts nothing, works whether a host runs or not, and does not keep the server alive longer.",
    };
}
