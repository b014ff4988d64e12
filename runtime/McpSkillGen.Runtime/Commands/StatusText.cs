using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>What <c>status</c> prints: the host's answer, in words.</summary>
internal static class StatusText
{
    /// <remarks>What the host's answer lacks is left out.</remarks>
    public static string Of(string skillName, JsonElement status, string logFile, DateTimeOffset now)
    {
        var text = new StringBuilder($"{skillName}: {State(status.Text("state"u8))}\n\n");
        HelpRow.AppendTo(text, Rows(status, logFile, now).Where(static row => row.Right.Length > 0));
        return text.ToString();
    }

    private static IEnumerable<HelpRow> Rows(JsonElement status, string logFile, DateTimeOffset now)
    {
        yield return new("server", Server(status));
        yield return new("changed", status.Text("drift"u8) is { } drift ? $"{drift}, since this skill was made" : "");
        yield return new("processes", Processes(status));
        yield return new("up", status.Number("uptimeSeconds"u8) is { } up ? $"{HumanText.Duration(TimeSpan.FromSeconds(up))}, since {At(now.AddSeconds(-up), now)}" : "");
        yield return new("calls", Calls(status));
        yield return new("idle", Idle(status, now));
        yield return new("runs in", status.Text("workingFolder"u8) ?? "");
        yield return new("skill", status.Text("skill"u8) ?? "");
        yield return new("workspace", status.Text("workspace"u8) ?? "");
        yield return new("log", logFile);
    }

    private static string State(string? state) => state switch
    {
        "ready" => "ready",
        "starting" => "the server is starting",
        "no server" => "no server runs; the next call starts it",
        "retiring" => "stopping; the next call starts a new host",
        _ => state ?? "running",
    };

    private static string Server(JsonElement status)
    {
        if (status.Member("server"u8) is not { ValueKind: JsonValueKind.Object } server)
        {
            return "";
        }

        var name = string.Join(' ', new[] { server.Text("name"u8), server.Text("version"u8) }.OfType<string>());
        var protocol = server.Text("protocolVersion"u8) is { } version ? $"protocol {version}" : null;
        var launches = status.Number("serverLaunches"u8) is > 1 and var count ? $"started {HumanText.Count((long)count, "time")}" : null;
        return string.Join(", ", new[] { name.Length > 0 ? name : "without a name", protocol, launches }.OfType<string>());
    }

    private static string Processes(JsonElement status)
    {
        var host = Process("host", status.Number("hostPid"u8), status.Number("hostMemoryBytes"u8), processes: 1);
        var server = Process("server", status.Number("serverPid"u8), status.Number("serverMemoryBytes"u8), status.Number("serverProcesses"u8));
        return string.Join(", ", new[] { host, server }.OfType<string>());
    }

    private static string? Process(string name, double? id, double? bytes, double? processes)
    {
        var memory = bytes is { } size ? HumanText.Bytes((long)size) : null;
        var within = processes is > 1 and var count ? $"{memory} in {HumanText.Count((long)count, "process", "processes")}" : memory;
        return id is null ? null : within is null ? $"{name} {id}" : $"{name} {id} ({within})";
    }

    private static string Calls(JsonElement status) =>
        status.Number("calls"u8) is not { } calls ? ""
        : $"{(calls > 0 ? HumanText.Grouped((long)calls) : "none")}, {(status.Number("callsInFlight"u8) is > 0 and var inFlight ? HumanText.Grouped((long)inFlight) : "none")} in flight";

    private static string Idle(JsonElement status, DateTimeOffset now)
    {
        if (status.Number("callsInFlight"u8) is > 0)
        {
            return "no: it never stops during a call";
        }

        var retires = status.Number("retiresInSeconds"u8) is { } left
            ? $"stops in {HumanText.Duration(TimeSpan.FromSeconds(left))}, at {At(now.AddSeconds(left), now)}"
            : status.Text("state"u8) is "retiring" ? null : "never stops";
        var idle = status.Number("idleSeconds"u8) is { } seconds ? HumanText.Duration(TimeSpan.FromSeconds(seconds)) : null;
        return string.Join("; ", new[] { idle, retires }.OfType<string>());
    }

    // With the date only if it is not today.
    private static string At(DateTimeOffset time, DateTimeOffset now) =>
        time.ToString(time.Date == now.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
