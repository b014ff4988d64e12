using System.Globalization;
using System.Text.Json;

namespace Benchmarks;

/// <summary>What a skill takes: memory after a thousand calls, and disk.</summary>
internal static class Footprint
{
    private const int Calls = 1000;

    public static async Task<string> MeasureAsync(Work work, Skill skill, Peers peers)
    {
        peers.Start();
        try
        {
            var file = Path.Combine(work.Folder, "footprint.ndjson");
            await File.WriteAllLinesAsync(file, Enumerable.Repeat("""{"tool":"echo","arguments":{"message":"hi"}}""", Calls - 1));
            await Work.ReadAsync(skill.Executor, "batch", file, "--parallel", "8");
            var executorPeak = await work.PeakBytesAsync(skill.Executor, "echo", "--message", "hi");
            var mcporterPeak = await work.PeakBytesAsync(peers.McporterCall);
            var mcpcPeak = await work.PeakBytesAsync(peers.McpcCall);
            using var status = JsonDocument.Parse(await Work.ReadAsync(skill.Executor, "status", "--json"));
            var host = status.RootElement.GetProperty("hostPid").GetInt32();
            var executorDescriptors = OpenDescriptors.MostOf(skill.Executor, "trigger-long-running-operation", "--duration", "1", "--steps", "1");
            return $"""
                Resident memory without the server: what stays after {Calls:#,0} calls (other tools: after one), and the peak of one calling process.

                | | stays resident | one call's process |
                |---|---|---|
                | **host and executor** | {Megabytes(ResidentMemory.Of(host))} | {Megabytes(executorPeak)} |
                | mcporter's daemon and `mcporter call` | {Megabytes(peers.ResidentBytes(ofMcpc: false))} | {Megabytes(mcporterPeak)} |
                | mcpc's bridge and `mcpc tools-call` | {Megabytes(peers.ResidentBytes(ofMcpc: true))} | {Megabytes(mcpcPeak)} |

                | open descriptors | |
                |---|---|
                | **host**, idle, its server's pipes included | {OpenDescriptors.Of(host)} |
                | **executor**, the most during a call | {executorDescriptors} |

                | on disk | |
                |---|---|
                | **executor** of server-everything | {Megabytes(new FileInfo(skill.Executor).Length)} |
                | **host** | {Megabytes(new FileInfo(skill.Host).Length)} |
                | mcporter's generated CLI, bundled | {Megabytes(new FileInfo(peers.GeneratedProgram).Length)} |
                | Node, which it needs | {Megabytes(new FileInfo(peers.Node).Length)} |
                """;
        }
        finally
        {
            peers.Stop();
            await Work.RunAsync(skill.Executor, "stop");
        }
    }

    public static string Megabytes(long? bytes) => bytes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known / 1e6:0.0} MB") : "?";
}
