using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Benchmarks;
using CliWrap;

// dotnet run -c Release --project tests/Benchmarks [growth|batch] [RUNS]
// Measures the warm call beside an AOT hello world; with "growth", executors of few and of many tools; with "batch", many
// calls over one connection. Each writes its own section of docs/benchmarks.md.
var subject = args is [("growth" or "batch") and var word, ..] ? word : "";
var isGrowth = subject == "growth";
var runs = args.Length > (subject.Length > 0 ? 1 : 0) ? int.Parse(args[^1], CultureInfo.InvariantCulture) : subject == "batch" ? 20 : 300;
var root = Metadata("RepositoryRoot");
var work = Path.Combine(root, "artifacts", "benchmarks");
Directory.CreateDirectory(work);

Console.WriteLine("Scaffolding the sample skill …");
await RunAsync(Metadata("Mcpgen"), "scaffold", "--sample", "-o", Path.Combine(work, "skills"));

var skill = Directory.GetFiles(Path.Combine(work, "skills"), "SKILL.md", SearchOption.AllDirectories)[0];
var name = Path.GetFileName(Path.GetDirectoryName(skill)!);
var executor = Path.Combine(Path.GetDirectoryName(skill)!, "scripts", name);
if (isGrowth)
{
    await RunAsync(executor, "stop");
    Console.WriteLine($"Publishing and measuring {runs} rounds …");
    var tool = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(root, "tests", "Benchmarks", "ordinary-tool.json")))!;
    var growth = new Growth(Path.GetDirectoryName(skill)!, Path.Combine(work, "growth"));
    await WriteAsync(
        "Executors of many tools",
        "growth",
        await growth.MeasureAsync(tool, static project => RunAsync("dotnet", "publish", project, "-v", "quiet"), runs));
    return 0;
}

if (subject == "batch")
{
    Console.WriteLine($"Measuring {runs} rounds …");
    var throughput = Throughput.Measure(executor, work, runs);
    await RunAsync(executor, "stop");
    await WriteAsync("A batch", "batch", throughput);
    return 0;
}

Console.WriteLine("Publishing the hello world …");
await RunAsync("dotnet", "publish", Path.Combine(root, "tests", "Benchmarks", "HelloWorld"), "-o", Path.Combine(work, "hello"), "-v", "quiet");
var candidates = new Candidate[]
{
    new("AOT hello world", [Path.Combine(work, "hello", "HelloWorld")]),
    new($"`{name} list-notes` (warm call, typed)", [executor, "list-notes"]),
    new($"`{name} call list-notes '{{}}'` (warm call, raw JSON)", [executor, "call", "list-notes", "{}"]),
    new($"`{name} list` (no server)", [executor, "list"]),
    new($"`{name} add-note --help`", [executor, "add-note", "--help"]),
};

Console.WriteLine($"Measuring {runs} rounds …");
var measured = Measurement.Of(candidates, runs);
await RunAsync(executor, "stop");
await WriteAsync("A warm call", "", measured.ToTable("ratio to hello world"));
return 0;

static string Metadata(string key) =>
    typeof(Candidate).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

async Task WriteAsync(string title, string argument, string table)
{
    var body = $"{Measurement.Explain(runs)}\nReproduce: `{$"dotnet run -c Release --project tests/Benchmarks {argument}".Trim()}`.\n\n{table}";
    Console.WriteLine(body);
    await Report.WriteSectionAsync(Path.Combine(root, "docs", "benchmarks.md"), title, body);
}

static async Task RunAsync(string program, params string[] arguments) =>
    await Cli.Wrap(program).WithArguments(arguments)
        .WithStandardErrorPipe(PipeTarget.ToDelegate(Console.Error.WriteLine)).ExecuteAsync();
