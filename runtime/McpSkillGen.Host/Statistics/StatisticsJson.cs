using System.Buffers;
using System.Globalization;
using System.Text.Json;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Statistics;

/// <summary>Statistics as JSON: for reports, and for the next host.</summary>
internal static class StatisticsJson
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    private static readonly JsonWriterOptions Options = new() { Encoder = PlainJsonEncoder.Instance };

    /// <summary>The answer to the query <c>stats</c>.</summary>
    public static byte[] Report(CallStatistics statistics) => Write(writer => WriteReport(writer, statistics));

    /// <summary>The file: see <see cref="KeptStatistics"/>.</summary>
    public static byte[] Keep(CallStatistics statistics) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("version"u8, KeptStatistics.Version);
        writer.WritePropertyName("report"u8);
        WriteReport(writer, statistics);
        writer.WriteStartObject("durations"u8);
        foreach (var (name, counts) in statistics.Rows)
        {
            // Bucket, count, bucket, count …
            writer.WriteStartArray(name);
            foreach (var (bucket, count) in counts.Durations.Counts)
            {
                writer.WriteNumberValue(bucket);
                writer.WriteNumberValue(count);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>What <see cref="Keep"/> wrote. A row that makes no sense is left out: nothing here is worth a failure.</summary>
    public static CallStatistics Restore(JsonElement kept, DateTime now)
    {
        var report = Member(kept, "report");
        var statistics = new CallStatistics(Time(report, "since") ?? now);
        if (Member(report, "tools") is not { ValueKind: JsonValueKind.Array } tools)
        {
            return statistics;
        }

        foreach (var tool in tools.EnumerateArray())
        {
            if (Member(tool, "name") is { ValueKind: JsonValueKind.String } name && Time(tool, "first") is { } first && Time(tool, "last") is { } last)
            {
                var text = name.AsText();
                statistics.Restore(text, Counts(tool, Durations(tool, Member(Member(kept, "durations"), text)), first, last));
            }
        }

        return statistics;
    }

    private static void WriteReport(Utf8JsonWriter writer, CallStatistics statistics)
    {
        writer.WriteStartObject();
        writer.WriteString("since"u8, Text(statistics.Since));
        writer.WriteStartArray("tools"u8);
        foreach (var (name, counts) in statistics.Rows)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteNumber("calls"u8, counts.Calls);
            writer.WriteNumber("failures"u8, counts.Failures);
            foreach (var (verdict, member) in ToolCounts.FailureMembers)
            {
                writer.WriteNumber(member, counts[verdict]);
            }

            WriteMilliseconds(writer, "p50Ms", counts.Durations.Percentile(0.5));
            WriteMilliseconds(writer, "p95Ms", counts.Durations.Percentile(0.95));
            WriteMilliseconds(writer, "minMs", counts.Durations.Count > 0 ? counts.Durations.Shortest : null);
            WriteMilliseconds(writer, "maxMs", counts.Durations.Count > 0 ? counts.Durations.Longest : null);
            writer.WriteString("first"u8, Text(counts.First));
            writer.WriteString("last"u8, Text(counts.Last));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static ToolCounts Counts(JsonElement tool, DurationHistogram durations, DateTime first, DateTime last)
    {
        var counts = new ToolCounts { Durations = durations };
        var failures = 0L;
        foreach (var (verdict, member) in ToolCounts.FailureMembers)
        {
            var count = Number(tool, member);
            failures += count;
            counts.Add(verdict, count, first, last);
        }

        counts.Add(CallVerdict.Succeeded, Math.Max(0, Number(tool, "calls") - failures), first, last);
        return counts;
    }

    private static DurationHistogram Durations(JsonElement tool, JsonElement buckets)
    {
        var numbers = buckets.ValueKind is JsonValueKind.Array
            ? buckets.EnumerateArray().Select(static number => number.ValueKind is JsonValueKind.Number && number.TryGetInt32(out var value) ? value : -1)
            : [];
        return DurationHistogram.Restore(
            Milliseconds(tool, "minMs"), Milliseconds(tool, "maxMs"),
            numbers.Chunk(2).Where(static pair => pair.Length == 2).Select(static pair => (pair[0], pair[1])));
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            write(writer);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteMilliseconds(Utf8JsonWriter writer, string member, TimeSpan? duration)
    {
        if (duration is { } known)
        {
            writer.WriteNumber(member, Math.Round(known.TotalMilliseconds, 3));
        }
        else
        {
            writer.WriteNull(member);
        }
    }

    private static string Text(DateTime time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : default;

    private static DateTime? Time(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTime(out var time) ? time.ToUniversalTime() : null;

    private static long Number(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? Math.Max(0, value) : 0;

    private static TimeSpan Milliseconds(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && value is >= 0 and < 1e12
            ? TimeSpan.FromMilliseconds(value)
            : TimeSpan.Zero;
}
