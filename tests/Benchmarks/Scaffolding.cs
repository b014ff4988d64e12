using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Benchmarks;

/// <summary>What it takes to make a skill, stage by stage: for the first time, again, and after a change.</summary>
internal sealed partial class Scaffolding(Work work, string[] server)
{
    private const string Name = "scaffolded";
    private const string Whole = "**total**";
    private const string Rest = "the rest: start of `mcpgen`, config, build record, moving the skill into place";

    // Of a publish, the targets that take time, and what each is.
    private static readonly (string Target, string Title)[] Targets =
    [
        ("Restore", "restore"), ("CoreCompile", "C#, with the generator"), ("IlcCompile", "native code (ilc)"), ("LinkNative", "link"),
    ];

    private readonly string _folder = Path.Combine(work.Folder, "scaffold");

    private string Skill => Path.Combine(_folder, Name);

    public async Task<string> MeasureAsync(int runs)
    {
        var config = WriteConfig();
        List<Dictionary<string, double>> first = [], again = [], changed = [], publish = [];
        for (var run = 0; run < runs; run++)
        {
            if (Directory.Exists(Skill))
            {
                Directory.Delete(Skill, recursive: true);
            }

            first.Add(await ScaffoldAsync(config));
            again.Add(await ScaffoldAsync(config));

            // As it is when a tool has changed: the executor there is of something else.
            await File.AppendAllTextAsync(Path.Combine(Skill, "executor", "Program.cs"), $"// {run}\n");
            changed.Add(await ScaffoldAsync(config));
            publish.Add(await PublishAsync());
        }

        var text = new StringBuilder("`mcpgen scaffold` of server-everything, median seconds of each stage. An unchanged executor is not built again.\n\n");
        text.Append("| stage | first | again, nothing changed | after a change |\n|---|---|---|---|\n");
        foreach (var stage in first[0].Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {stage} | {Median(first, stage)} | {Median(again, stage)} | {Median(changed, stage)} |\n");
        }

        text.Append("\nThe build of the executor (`dotnet publish`, times reported by MSBuild), median seconds:\n\n| part | |\n|---|---|\n");
        foreach (var part in publish[0].Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {part} | {Median(publish, part)} |\n");
        }

        return text.ToString();
    }

    private string WriteConfig()
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "mcp-config.json");
        var config = new JsonObject
        {
            ["name"] = Name,
            ["command"] = server[0],
            ["args"] = new JsonArray([.. server[1..].Select(static word => JsonValue.Create(word))]),
        };
        File.WriteAllText(file, config.ToJsonString());
        return file;
    }

    private async Task<Dictionary<string, double>> ScaffoldAsync(string config)
    {
        var clock = Stopwatch.StartNew();
        using var told = JsonDocument.Parse(await Work.ReadAsync(work.Mcpgen, "scaffold", config, "--json", "-o", _folder));
        var stages = told.RootElement[0].GetProperty("stages").EnumerateArray()
            .ToDictionary(static stage => stage.GetProperty("stage").GetString()!, static stage => stage.GetProperty("seconds").GetDouble());
        return WithRest(stages, clock.Elapsed.TotalSeconds, Rest);
    }

    private async Task<Dictionary<string, double>> PublishAsync()
    {
        var clock = Stopwatch.StartNew();
        var told = await Work.ReadAsync(
            "dotnet", "publish", Path.Combine(Skill, "executor"), "--nologo", "--verbosity", "quiet", "--disable-build-servers", "-clp:PerformanceSummary");
        var seconds = clock.Elapsed.TotalSeconds;
        var parts = Targets.ToDictionary(
            static target => target.Title,
            target => TargetTime().Matches(told).Where(match => match.Groups["target"].Value == target.Target)
                .Max(static match => double.Parse(match.Groups["milliseconds"].ValueSpan, CultureInfo.InvariantCulture)) / 1000);
        return WithRest(parts, seconds, "the rest: start of `dotnet`, evaluation, copying");
    }

    private static Dictionary<string, double> WithRest(Dictionary<string, double> parts, double whole, string rest)
    {
        parts[rest] = whole - parts.Values.Sum();
        parts[Whole] = whole;
        return parts;
    }

    private static string Median(List<Dictionary<string, double>> runs, string part)
    {
        var sorted = runs.Where(run => run.ContainsKey(part)).Select(run => run[part]).Order().ToArray();
        return sorted.Length == 0 ? "–" : sorted[sorted.Length / 2].ToString("0.00", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\s*(?<milliseconds>\d+) ms\s+(?<target>\w+)\s+\d+ calls", RegexOptions.Multiline)]
    private static partial Regex TargetTime();
}
