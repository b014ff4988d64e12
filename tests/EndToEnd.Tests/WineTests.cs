using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>
/// Executor and host for Windows, run by Wine where it is installed. Wine has no Unix sockets, so each call starts a server of its own.
/// Native programs cannot be linked for Windows on Linux: these are IL with a runtime of their own.
/// </summary>
public sealed class WineTests(WineTests.Programs programs) : IClassFixture<WineTests.Programs>
{
    [Fact]
    public async Task Arguments_arrive_as_they_were_typed()
    {
        const string Message = """hä %OS% e&echo.X>f "quoted\" ^ !x!""";

        Assert.Equal($"{Message}\n", (await RunAsync("echo", "--message", Message)).Expect(0).Output);
        Assert.Equal($"{Message}\n", (await RunAsync("call", "echo", $$"""{"message":"hä %OS% e&echo.X>f \"quoted\\\" ^ !x!"}""")).Expect(0).Output);
    }

    [Fact]
    public async Task Exit_codes_are_those_of_other_systems()
    {
        (await RunAsync("list")).Expect(0);
        (await RunAsync("echo")).Expect(2);
        (await RunAsync("fail")).Expect(1);
        (await RunAsync("sleep", "--seconds", "600", "--timeout", "10")).Expect(5);
        (await RunAsync("crash")).Expect(6);
        Assert.Contains("Sockets are not permitted here", (await RunAsync("status")).Expect(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_goes_to_a_file_and_a_batch_answers_each_line()
    {
        var file = Path.Combine(programs.Root, "result.txt");
        (await RunAsync("echo", "--message", "hi", "--output", OnWindows(file))).Expect(0);
        Assert.Equal("hi", (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd());

        var calls = Path.Combine(programs.Root, "calls");
        await File.WriteAllTextAsync(calls, """
            {"tool":"echo","arguments":{"message":"one"}}
            {"tool":"echo","arguments":{"message":"two"}}

            """, TestContext.Current.CancellationToken);
        var lines = (await RunAsync("batch", OnWindows(calls))).Expect(0).Output.Trim().Split('\n');
        Assert.Equal([true, true], [lines[0].Contains("one", StringComparison.Ordinal), lines[1].Contains("two", StringComparison.Ordinal)]);
    }

    private static string OnWindows(string path) => "Z:" + path.Replace('/', '\\');

    private async Task<Ran> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(Programs.HaveWine, "Wine is not installed.");
        var ran = await programs.RunAsync(["--in-skill", OnWindows(programs.Skill), OnWindows(programs.Host), .. arguments]);
        return ran with { Output = ran.Output.ReplaceLineEndings("\n") };
    }

    /// <summary>Programs for Windows, published once.</summary>
    public sealed class Programs(SkillLibrary skills) : IAsyncLifetime
    {
        private SkillSandbox? _skill;

        public static bool HaveWine { get; } =
            OperatingSystem.IsLinux() && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static folder => File.Exists(Path.Combine(folder, "wine")));

        internal string Root { get; private set; } = "";

        internal string Skill => _skill!.Folder;

        internal string Host => Path.Combine(Root, "host", "mcp-skill-host.exe");

        public async ValueTask InitializeAsync()
        {
            if (!HaveWine)
            {
                return;
            }

            Root = Directory.CreateTempSubdirectory("wine-").FullName;
            _skill = await skills.OpenFaultAsync();
            await PublishAsync(Path.Combine("tests", "TestServers", "FaultServer"), "server");
            await PublishAsync(Path.Combine("runtime", "McpSkillGen.Host"), "host");
            await PublishAsync(
                Path.Combine(_skill.Folder, "executor", "fault.csproj"), "executor", "-p:McpSkillNative=false", "-p:McpSkillIsRestored=true", "-p:PublishReadyToRun=false");
            _skill.Configure(config => config["command"] = OnWindows(Path.Combine(Root, "server", "fault-server.exe")));
        }

        public async ValueTask DisposeAsync()
        {
            if (HaveWine)
            {
                await Ran.ProgramAsync("wine", ["wineboot", "--kill"], variables: Variables());
                await _skill!.DisposeAsync();
                Directory.Delete(Root, recursive: true);
            }
        }

        internal Task<Ran> RunAsync(IEnumerable<string> arguments) =>
            Ran.ProgramAsync("wine", [Path.Combine(Root, "executor", "fault.exe"), .. arguments], variables: Variables());

        private async Task PublishAsync(string project, string folder, params string[] more) =>
            (await Ran.ProgramAsync(
                "dotnet",
                [
                    "publish", Path.Combine(Repository.Root, project), "-c", "Debug", "-r", "win-x64", "--self-contained", "-o", Path.Combine(Root, folder),
                    "--artifacts-path", Path.Combine(Root, "artifacts"), "-p:PublishAot=false", "-p:PublishSingleFile=false", "-p:UseCurrentRuntimeIdentifier=false",
                    "--disable-build-servers", .. more,
                ])).Expect(0);

        private Dictionary<string, string?> Variables() => new()
        {
            ["WINEPREFIX"] = Path.Combine(Root, "prefix"),
            ["WINEDEBUG"] = "-all",
            ["MCP_SKILL_FAULT"] = "leaking-job:",
            ["MCP_SKILL_RUNTIME_DIR"] = OnWindows(Path.Combine(Root, "run")),
        };
    }
}
