using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>What <c>stats</c> prints: a row for each tool, and the failures in words.</summary>
internal static class StatisticsText
{
    // The members of a row in the order in which they are printed, and their names.
    private static readonly (string Member, string One, string Many)[] FailureKinds =
    [
        ("toolErrors", "tool error", "tool errors"),
        ("unreachable", "not started", "not started"),
        ("timedOut", "timed out", "timed out"),
        ("cancelled", "cancelled", "cancelled"),
        ("lost", "lost with its server", "lost with their server"),
        ("refused", "refused by a rule", "refused by a rule"),
    ];

    /// <param name="report">The host's answer, or the same from its file.</param>
    /// <param name="now">The time that "ago" is counted from.</param>
    public static string Of(JsonElement report, DateTimeOffset now)
    {
        var tools = report.Items("tools"u8);
        var since = Time(report, "since"u8) is { } begin ? $" since {begin.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}" : "";
        if (tools.Count == 0)
        {
            return $"No calls were counted{since}.\n";
        }

        var table = new TextTable("tool", ">calls", ">failed", ">p50", ">p95", ">slowest", ">first", ">last");
        var calls = 0L;
        var failures = new List<HelpRow>();
        foreach (var tool in tools)
        {
            calls += Number(tool, "calls"u8);
            if (Number(tool, "failures"u8) > 0)
            {
                failures.Add(new HelpRow(Name(tool), Failures(tool)));
            }

            table.Add(
                Name(tool),
                HumanText.Grouped(Number(tool, "calls"u8)),
                HumanText.Grouped(Number(tool, "failures"u8)),
                Milliseconds(tool, "p50Ms"u8),
                Milliseconds(tool, "p95Ms"u8),
                Milliseconds(tool, "maxMs"u8),
                Ago(tool, "first"u8, now),
                Ago(tool, "last"u8, now));
        }

        var text = new StringBuilder($"{HumanText.Count(calls, "call")}{since}\n\n");
        table.AppendTo(text);
        if (failures.Count > 0)
        {
            text.Append("\nfailures\n");
            HelpRow.AppendTo(text, failures);
        }

        return text.ToString();
    }

    private static string Failures(JsonElement tool)
    {
        var failures = new List<string>();
        foreach (var (member, one, many) in FailureKinds)
        {
            if (Number(tool, Encoding.UTF8.GetBytes(member)) is > 0 and var count)
            {
                failures.Add(HumanText.Count(count, one, many));
            }
        }

        return string.Join(", ", failures);
    }

    private static string Name(JsonElement tool) => tool.Text("name"u8) ?? "?";

    private static string Milliseconds(JsonElement tool, ReadOnlySpan<byte> member) =>
        tool.Number(member) is { } number ? HumanText.Duration(TimeSpan.FromMilliseconds(number)) : "-";

    private static string Ago(JsonElement tool, ReadOnlySpan<byte> member, DateTimeOffset now) =>
        Time(tool, member) is { } time ? $"{HumanText.Roughly(now > time ? now - time : TimeSpan.Zero)} ago" : "-";

    private static long Number(JsonElement tool, ReadOnlySpan<byte> member) => (long)(tool.Number(member) ?? 0);

    private static DateTimeOffset? Time(JsonElement holder, ReadOnlySpan<byte> member) =>
        holder.Member(member) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time) ? time : null;
}
