using System.Reflection;
using Benchmarks;
using CliWrap;

// dotnet run --project tests/Benchmarks [RUNS]
// Measures the warm call beside an AOT hello world, turn by turn, and writes docs/benchmarks.md.
var runs = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 300;
var root = Metadata("RepositoryRoot");
var work = Path.Combine(root, "artifacts", "benchmarks");
Directory.CreateDirectory(work);

Console.WriteLine("Publishing the hello world …");
await RunAsync("dotnet", "publish", Path.Combine(root, "tests", "Benchmarks", "HelloWorld"), "-o", Path.Combine(work, "hello"), "-v", "quiet");
Console.WriteLine("Scaffolding the sample skill …");
await RunAsync(Metadata("Mcpgen"), "scaffold", "--sample", "-o", Path.Combine(work, "skills"));

var skill = Directory.GetFiles(Path.Combine(work, "skills"), "SKILL.md", SearchOption.AllDirectories)[0];
var name = Path.GetFileName(Path.GetDirectoryName(skill)!);
var executor = Path.Combine(Path.GetDirectoryName(skill)!, "scripts", name);
var candidates = new Candidate[]
{
    new("AOT hello world", [Path.Combine(work, "hello", "HelloWorld")]),
    new($"`{name} list-notes` (warm call, typed)", [executor, "list-notes"]),
    new($"`{name} call list-notes '{{}}'` (warm call, raw JSON)", [executor, "call", "list-notes", "{}"]),
    new($"`{name} list` (no server)", [executor, "list"]),
    new($"`{name} add-note --help`", [executor, "add-note", "--help"]),
};

Console.WriteLine($"Measuring {runs} rounds …");
var report = Measurement.Of(candidates, runs).ToMarkdown(runs);
await RunAsync(executor, "stop");
await File.WriteAllTextAsync(Path.Combine(root, "docs", "benchmarks.md"), report);
Console.WriteLine(report);
return 0;

static string Metadata(string key) =>
    typeof(Candidate).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

static async Task RunAsync(string program, params string[] arguments) =>
    await Cli.Wrap(program).WithArguments(arguments)
        .WithStandardErrorPipe(PipeTarget.ToDelegate(Console.Error.WriteLine)).ExecuteAsync();
