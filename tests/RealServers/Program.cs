using System.Diagnostics;
using System.Reflection;
using McpSkillGen.Tests.Shared;
using RealServers;

// dotnet run --project tests/RealServers [--made] [NAME …]
// Makes a skill of each server of servers.json, or of the named ones, calls it, and writes its row of docs/real-servers.md. With
// --made, calls the skills that an earlier run has made.
var root = Metadata("RepositoryRoot");
var project = Path.Combine(root, "tests", "RealServers");
var servers = ServerEntry.ReadAll(Path.Combine(project, "servers.json"));
var areMade = args.Contains("--made");
var names = args.Where(static argument => argument != "--made").ToArray();
var chosen = names.Length == 0 ? servers : [.. servers.Where(server => names.Contains(server.Name))];
if (names.Except(servers.Select(static server => server.Name)).ToArray() is [_, ..] unknown)
{
    Console.Error.WriteLine($"No such server: {string.Join(", ", unknown)}. There are: {string.Join(", ", servers.Select(static server => server.Name))}.");
    return 2;
}

if (!NpmFolder.CanInstall)
{
    Console.Error.WriteLine("node and npm are not on PATH; the servers need them.");
    return 3;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interrupted.Cancel();
};

// Hosts of this run, and of this run only. Short: a socket's path has little room.
var hosts = Directory.CreateTempSubdirectory("rs-").FullName;
Environment.SetEnvironmentVariable("MCP_SKILL_RUNTIME_DIR", hosts);
try
{
    Console.WriteLine("Installing the servers …");
    var packages = await NpmFolder.InstallAsync(Path.Combine(project, "npm"), Path.Combine(root, "artifacts", "npm"), interrupted.Token);
    var work = Directory.CreateDirectory(Path.Combine(root, "artifacts", "real-servers")).FullName;
    var trial = new Trial(new Places(Metadata("Mcpgen"), project, Metadata("CSharpServers"), packages, work));

    var page = Path.Combine(root, "docs", "real-servers.md");
    var earlier = File.Exists(page) ? await File.ReadAllTextAsync(page, interrupted.Token) : "";
    var outcomes = new List<Outcome>();
    var whole = Stopwatch.StartNew();
    foreach (var server in chosen)
    {
        if (server.Needs.Where(static program => !IsOnPath(program)).ToArray() is [_, ..] missing)
        {
            Console.Error.WriteLine($"{server.Name}: FAILED: not on PATH: {string.Join(", ", missing)}.");
            continue;
        }

        try
        {
            var outcome = await trial.RunAsync(server, areMade, interrupted.Token);
            outcomes.Add(outcome);
            await File.WriteAllTextAsync(page, Page.Of(servers, outcomes, earlier), interrupted.Token);
            Console.WriteLine($"{server.Name}: {outcome.ToolCount} tools, cold {outcome.Cold.TotalMilliseconds:0} ms, warm {outcome.Warm.TotalMilliseconds:0.0} ms: {outcome.Line}");
        }
        catch (TrialFailedException e)
        {
            Console.Error.WriteLine($"{server.Name}: FAILED: {e.Message}");
        }
    }

    Console.WriteLine($"{outcomes.Count} of {chosen.Count} as expected, in {whole.Elapsed:m\\:ss}.");
    return outcomes.Count == chosen.Count ? 0 : 1;
}
finally
{
    Directory.Delete(hosts, recursive: true);
}

static bool IsOnPath(string program) =>
    Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

static string Metadata(string key) =>
    typeof(ServerEntry).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
