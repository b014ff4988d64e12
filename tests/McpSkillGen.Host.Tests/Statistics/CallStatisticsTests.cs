using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Statistics;

namespace McpSkillGen.Host.Tests.Statistics;

public sealed class CallStatisticsTests
{
    private static readonly DateTime Noon = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Calls_are_counted_by_tool_and_failures_by_kind()
    {
        var statistics = new CallStatistics(Noon);
        foreach (var verdict in Enum.GetValues<CallVerdict>())
        {
            statistics.Add("echo", verdict, TimeSpan.FromMilliseconds(2), Noon.AddMinutes((int)verdict));
        }

        statistics.Add("add", CallVerdict.Succeeded, TimeSpan.FromMilliseconds(5), Noon);

        Assert.Equal(
            """
            {"since":"2026-11-22T12:00:00.000Z","tools":[
            {"name":"add","calls":1,"failures":0,"toolErrors":0,"unreachable":0,"timedOut":0,"cancelled":0,"lost":0,"refused":0,"p50Ms":5,"p95Ms":5,"minMs":5,"maxMs":5,"first":"2026-11-22T12:00:00.000Z","last":"2026-11-22T12:00:00.000Z"},
            {"name":"echo","calls":7,"failures":6,"toolErrors":1,"unreachable":1,"timedOut":1,"cancelled":1,"lost":1,"refused":1,"p50Ms":2,"p95Ms":2,"minMs":2,"maxMs":2,"first":"2026-11-22T12:00:00.000Z","last":"2026-11-22T12:06:00.000Z"}]}
            """.ReplaceLineEndings(""),
            Report(statistics).ToJsonString());
    }

    [Fact]
    public void Names_without_end_take_bounded_room_and_leave_real_tools_theirs()
    {
        var statistics = new CallStatistics(Noon);
        for (var i = 0; i < CallStatistics.MaxRows * 3; i++)
        {
            statistics.Add($"invented {i}", CallVerdict.ToolError, TimeSpan.Zero, Noon.AddSeconds(i));
        }

        statistics.Add("real", CallVerdict.Succeeded, TimeSpan.Zero, Noon);
        statistics.Add(new string('x', 1_000_000), CallVerdict.Succeeded, TimeSpan.Zero, Noon);

        Assert.InRange(statistics.Rows.Count(), 1, CallStatistics.MaxRows + 1);
        Assert.Contains(statistics.Rows, static row => row.Key == "real");
        Assert.All(statistics.Rows, static row => Assert.InRange(row.Key.Length, 1, 140));
        Assert.Equal((CallStatistics.MaxRows * 3) + 2, statistics.Rows.Sum(static row => row.Value.Calls));
        Assert.InRange(StatisticsJson.Keep(statistics).Length, 1, 1024 * 1024);
    }

    [Fact]
    public void A_row_of_a_tool_that_has_worked_is_never_given_up()
    {
        var statistics = new CallStatistics(Noon);
        for (var i = 0; i < CallStatistics.MaxRows * 2; i++)
        {
            statistics.Add($"tool-{i}", CallVerdict.Succeeded, TimeSpan.Zero, Noon);
        }

        Assert.Contains(statistics.Rows, static row => row.Key == "tool-0");
        Assert.Equal(CallStatistics.MaxRows, statistics.Rows.Single(static row => row.Key == CallStatistics.Others).Value.Calls);
    }

    [Fact]
    public void What_was_kept_reports_the_same()
    {
        var statistics = new CallStatistics(Noon);
        for (var i = 1; i <= 500; i++)
        {
            statistics.Add(
                i % 3 == 0 ? "add" : "größe\n",
                i % 7 == 0 ? CallVerdict.TimedOut : CallVerdict.Succeeded,
                TimeSpan.FromMilliseconds(i * 1.37),
                Noon.AddSeconds(i));
        }

        using var kept = JsonDocument.Parse(StatisticsJson.Keep(statistics));

        Assert.Equal(Report(statistics).ToJsonString(), Report(StatisticsJson.Restore(kept.RootElement, DateTime.UtcNow)).ToJsonString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"report":7,"durations":[]}""")]
    [InlineData("""{"report":{"since":"x","tools":[7,{},{"name":"a"},{"name":"b","first":"x","last":"y"}]}}""")]
    [InlineData("""{"report":{"tools":{"a":1}},"durations":{"a":"x"}}""")]
    public void What_makes_no_sense_is_left_out(string json)
    {
        using var kept = JsonDocument.Parse(json);

        Assert.Empty(StatisticsJson.Restore(kept.RootElement, Noon).Rows);
    }

    [Fact]
    public void A_row_with_odd_members_keeps_the_others()
    {
        using var kept = JsonDocument.Parse(
            """{"report":{"tools":[{"name":"a","calls":-4,"lost":"x","toolErrors":1e300,"timedOut":2,"minMs":-1,"maxMs":1e300,"first":"2026-11-22T12:00:00Z","last":"2026-11-22T12:00:00Z"}]},"durations":{"a":[1,"x",3]}}""");

        var row = Assert.Single(StatisticsJson.Restore(kept.RootElement, Noon).Rows);
        Assert.Equal((2, 0), (row.Value.Calls, row.Value.Durations.Count));
    }

    private static JsonNode Report(CallStatistics statistics) => JsonNode.Parse(StatisticsJson.Report(statistics))!;
}
