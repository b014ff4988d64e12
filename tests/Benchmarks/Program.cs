using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Benchmarks;

// dotnet run -c Release --project tests/Benchmarks [SUBJECT…] [ROUNDS]
// Each subject writes its own section of docs/benchmarks.md, and leaves the others as they are; without one, all of them. What is
// compared is installed first, by npm, in pinned versions. ROUNDS in place of each subject's own is for a quick look.
var work = new Work(Metadata("RepositoryRoot"), Metadata("Mcpgen"));
Peers? peers = null;
Skill? everything = null;
var subjects = new (string Name, string Title, int Rounds, Func<int, Task<string>> Measure)[]
{
    ("warm", "A warm call", 300, WarmAsync),
    ("rules", "Rules and audit", 500, RulesAsync),
    ("cold", "A cold call", 30, ColdAsync),
    ("ten", "Ten calls in a row", 10, TenAsync),
    ("batch", "A batch", 15, BatchAsync),
    ("footprint", "Memory and disk", 1, FootprintAsync),
    ("load", "Large results, many callers, many hosts", 50, LoadAsync),
    ("scaffold", "Scaffolding", 3, ScaffoldAsync),
    ("growth", "Executors of many tools", 60, GrowthAsync),
};

var rounds = args.Length > 0 && int.TryParse(args[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : (int?)null;
var names = rounds is null ? args : args[..^1];
if (names.FirstOrDefault(name => Array.TrueForAll(subjects, subject => subject.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no subject '{unknown}'; there are {string.Join(", ", subjects.Select(static subject => subject.Name))}.");
    return 2;
}

foreach (var (name, title, usual, measure) in subjects.Where(subject => names.Length == 0 || names.Contains(subject.Name)))
{
    var runs = rounds ?? usual;
    Console.WriteLine($"{title}: {runs} rounds …");
    var found = await measure(runs);
    var body = $"{Measurement.Explain(runs, name)}\n\n{found}";
    Console.WriteLine(body);
    await Report.WriteSectionAsync(Path.Combine(work.Repository, "docs", "benchmarks.md"), title, body);
}

return 0;

async Task<string> WarmAsync(int runs) => await WarmCalls.MeasureAsync(work, await EverythingAsync(), await PeersAsync(), runs);

async Task<string> RulesAsync(int runs) => await RuledCalls.MeasureAsync(work, await work.ScaffoldAsync("fault", Metadata("FaultServer")), runs);

async Task<string> ColdAsync(int runs) => await ColdCalls.MeasureAsync(work, await EverythingAsync(), await PeersAsync(), runs);

async Task<string> TenAsync(int runs) => await ColdCalls.MeasureTenAsync(work, await PeersAsync(), runs);

async Task<string> BatchAsync(int runs) => await Throughput.MeasureAsync(work, await EverythingAsync(), await PeersAsync(), runs);

async Task<string> FootprintAsync(int runs) => await Footprint.MeasureAsync(work, await EverythingAsync(), await PeersAsync());

async Task<string> LoadAsync(int runs) => await Load.MeasureAsync(work, await work.ScaffoldAsync("fault", Metadata("FaultServer")), runs);

async Task<string> ScaffoldAsync(int runs) => await new Scaffolding(work, (await PeersAsync()).Server).MeasureAsync(runs);

async Task<string> GrowthAsync(int runs)
{
    var tool = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(work.Benchmarks, "ordinary-tool.json")))!;
    var growth = new Growth(work, (await EverythingAsync()).Folder, Path.Combine(work.Folder, "growth"));
    return await growth.MeasureAsync(tool, static project => Work.RunAsync("dotnet", "publish", project, "-v", "quiet"), runs);
}

async Task<Peers> PeersAsync() => peers ??= await Peers.InstallAsync(work);

async Task<Skill> EverythingAsync()
{
    everything ??= await work.ScaffoldAsync("everything", (await PeersAsync()).Server);
    await Work.RunAsync(everything.Executor, "stop");
    return everything;
}

static string Metadata(string key) =>
    typeof(Candidate).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
