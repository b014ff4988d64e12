namespace Benchmarks;

/// <summary>What a call costs when a server is there, beside the least that a process can cost and beside the neighbours.</summary>
internal static class WarmCalls
{
    public static async Task<string> MeasureAsync(Work work, Skill skill, Peers peers, int runs)
    {
        var hello = await work.HelloWorldAsync();
        var roundTrip = await work.RoundTripAsync();
        peers.Start();
        try
        {
            var path = Path.Combine(Path.GetTempPath(), $"benchmark-{Environment.ProcessId}");
            using var echo = new EchoListener(path);
            Candidate[] floor = roundTrip is null ? [] : [new("C program: one round trip over a Unix socket", roundTrip, path)];
            var candidates = new Candidate[]
            {
                new("AOT hello world", hello),
                new("**executor, typed**: `everything echo --message hi`", skill.Executor, "echo", "--message", "hi"),
                new("the same without its launcher", [skill.Program, .. skill.LauncherWords, "echo", "--message", "hi"]),
                new("**executor, raw**: `everything call echo '{…}'`", skill.Executor, "call", "echo", """{"message":"hi"}"""),
                new("`everything list` (no server)", skill.Executor, "list"),
                new("`everything describe echo` (no server)", skill.Executor, "describe", "echo"),
                new("`everything echo --help` (no server)", skill.Executor, "echo", "--help"),
            };
            var near = Measurement.Of([.. candidates, .. floor], runs);
            var far = Measurement.Of(
                [
                    candidates[1],
                    new("mcporter's generated CLI", peers.McporterGenerated),
                    new("mcporter `call`", peers.McporterCall),
                    new("mcpc `tools-call`", peers.McpcCall),
                    new("Node itself: `node -e 0`", peers.Node, "-e", "0"),
                ],
                Math.Max(3, runs / 10));
            await Chart.WriteAsync(work, "warm-call", "A warm call, whole process, in milliseconds", [near, far]);
            return $"""
                {near.ToTable("ratio to hello world")}
                Other tools that keep the server running between calls ({peers.Versions}), in turn with the executor:

                {far.ToTable("ratio to the executor")}
                ![Bars: a warm call of each, in milliseconds](warm-call.svg)
                """;
        }
        finally
        {
            peers.Stop();
            await Work.RunAsync(skill.Executor, "stop");
        }
    }
}
