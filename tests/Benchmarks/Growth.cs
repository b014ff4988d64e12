using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>Executors of few and of many tools, for what a tool adds to the file and to the start of the program.</summary>
internal sealed class Growth(Work benchmarks, string sampleSkill, string work)
{
    private static readonly int[] Sizes = [1, 10, 50, 100, 500];

    private readonly string _name = Path.GetFileName(sampleSkill);

    /// <summary>Publishes both executors and measures them turn by turn.</summary>
    /// <param name="tool">The tool that both have many times over, under different names.</param>
    /// <param name="publish">Publishes the project in a folder.</param>
    /// <param name="runs">How often each command runs.</param>
    public async Task<string> MeasureAsync(JsonNode tool, Func<string, Task> publish, int runs)
    {
        foreach (var tools in Sizes)
        {
            CopySkill(tools);
            await File.WriteAllTextAsync(Path.Combine(SkillOf(tools), "mcp-catalog.json"), CatalogOf(tool, tools));
            await publish(Path.Combine(SkillOf(tools), "executor"));
        }

        string[][] commands = [["describe", "search-issues-0"], ["search-issues-0", "--help"], ["list"]];
        var measured = commands
            .Select(arguments => Measurement.Of([.. Sizes.Select(tools => new Candidate("", [ExecutorOf(tools), .. arguments]))], runs))
            .ToArray();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"The same tool (five flags, {tool.ToJsonString().Length:N0} characters in the catalog) under different names. Median ms, and the ratio to {Sizes[0]} tool.\n\n");
        text.Append("| tools | executor, bytes | `describe TOOL` | `TOOL --help` | `list` |\n|---|---|---|---|---|\n");
        for (var i = 0; i < Sizes.Length; i++)
        {
            var times = measured.Select(command => string.Create(CultureInfo.InvariantCulture, $" {command.MedianOf(i):0.00} ({command.RatioOf(i):0.00}) |"));
            text.Append(CultureInfo.InvariantCulture, $"| {Sizes[i]} | {new FileInfo(ExecutorOf(Sizes[i])).Length:N0} |{string.Concat(times)}\n");
        }

        await Chart.WriteAsync(benchmarks, "growth-list", "list, of a skill of so many tools, in milliseconds", [.. Sizes.Select((tools, i) => (Bar(tools), measured[^1].MedianOf(i)))]);
        await Chart.WriteAsync(benchmarks, "growth-size", "An executor of so many tools, in megabytes", [.. Sizes.Select(tools => (Bar(tools), new FileInfo(ExecutorOf(tools)).Length / 1e6))]);
        text.Append("\n![Bars: an executor's size by its number of tools](growth-size.svg)\n\n![Bars: the time of list by the number of tools](growth-list.svg)");

        return text.ToString().TrimEnd();
    }

    private static string Bar(int tools) => $"**{tools} tool{(tools == 1 ? "" : "s")}**";

    private string SkillOf(int tools) => Path.Combine(work, tools.ToString(CultureInfo.InvariantCulture), _name);

    private string ExecutorOf(int tools) => Path.Combine(SkillOf(tools), "scripts", _name);

    private void CopySkill(int tools)
    {
        var files = Directory.EnumerateFiles(sampleSkill, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(sampleSkill, file))
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj" or "scripts"));
        foreach (var file in files)
        {
            var copy = Path.Combine(SkillOf(tools), file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(sampleSkill, file), copy, overwrite: true);
        }
    }

    private static string CatalogOf(JsonNode tool, int count)
    {
        var tools = Enumerable.Range(0, count).Select(number =>
        {
            var copy = tool.DeepClone();
            copy["name"] = string.Create(CultureInfo.InvariantCulture, $"search_issues_{number}");
            return copy;
        });
        return new JsonObject { ["tools"] = new JsonArray([.. tools]) }.ToJsonString();
    }
}
