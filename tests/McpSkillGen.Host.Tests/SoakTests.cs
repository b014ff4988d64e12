using System.Globalization;
using McpSkillGen.Host.Tests.Support;

namespace McpSkillGen.Host.Tests;

/// <summary>A host that has served for long is as small as it was when it had served a little.</summary>
public sealed class SoakTests
{
    [Fact]
    public void Host_grows_neither_in_memory_nor_in_descriptors_nor_in_threads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var lasting = host.ConnectAndGreet();
        var calls = 0;

        CallUntil(Scale.Of(2_000, 10_000));
        var early = Footprint.Of(host.Id);
        CallUntil(Scale.Of(4_000, 100_000));
        var late = Footprint.Of(host.Id);

        TestContext.Current.TestOutputHelper!.WriteLine($"after {Scale.Of(2_000, 10_000)} calls: {early}; after {calls}: {late}");
        Assert.Equal(calls, (int)lasting.Ask("status")["calls"]!);
        Assert.Single(skill.Journalled("launch"));

        // A collected heap that is not given back moves by some hundred KB; a few calls say nothing about 5 %.
        Assert.InRange(late.ResidentKilobytes, 0, early.ResidentKilobytes * (Scale.IsFull ? 1.05 : 1.25));
        Assert.InRange(late.Descriptors, 0, early.Descriptors);

        // The thread pool of a host starts up to 16 threads at once whenever it has use for them, early or late.
        Assert.InRange(late.Threads, 0, early.Threads + 16);

        // Every fourth call comes over a connection of its own, as an executor's does; every tenth leaves before its answer.
        void CallUntil(int count)
        {
            for (; calls < count; calls++)
            {
                if (calls % 10 == 9)
                {
                    using var hasty = host.ConnectAndGreet();
                    hasty.Call(1, "sleep", """{"seconds":1000}""");
                    hasty.Expect(Runtime.Wire.FrameKind.Accepted, 1);
                }
                else if (calls % 4 == 0)
                {
                    using var fresh = host.ConnectAndGreet();
                    fresh.CallForText("add", """{"a":1,"b":2}""");
                }
                else
                {
                    lasting.CallForText("echo", """{"message":"again and again"}""");
                }
            }

            Eventually.True(() => (int)lasting.Ask("status")["callsInFlight"]! == 0, "nothing is in flight");
        }
    }

    private readonly record struct Footprint(long ResidentKilobytes, int Descriptors, int Threads)
    {
        public static Footprint Of(int processId)
        {
            var status = File.ReadAllLines($"/proc/{processId}/status").Select(static line => line.Split(':')).ToDictionary(static field => field[0], static field => field[1].Trim());
            return new Footprint(
                long.Parse(status["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture),
                Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length,
                int.Parse(status["Threads"], CultureInfo.InvariantCulture));
        }
    }
}
