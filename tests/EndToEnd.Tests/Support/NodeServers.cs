using System.Security.Cryptography;

namespace EndToEnd.Tests.Support;

/// <summary>The real servers, installed once by <c>npm ci</c> from the pinned lock file beside this project.</summary>
internal static class NodeServers
{
    private static readonly TimeSpan InstallBudget = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);
    private static readonly Lazy<Task<string?>> Installed = new(InstallAsync);

    /// <summary>The installed server's entry script; skips the test where there is no Node.</summary>
    /// <param name="package">Below <c>@modelcontextprotocol/</c>.</param>
    public static async Task<string> ScriptAsync(string package)
    {
        var modules = await Installed.Value;
        Assert.SkipWhen(modules is null, "node and npm are not on PATH; the real servers need them.");
        return Path.Combine(modules!, "@modelcontextprotocol", package, "dist", "index.js");
    }

    /// <summary>An installed program; skips the test where there is no Node.</summary>
    /// <param name="name">As npm links it.</param>
    public static async Task<string> ProgramAsync(string name)
    {
        var modules = await Installed.Value;
        Assert.SkipWhen(modules is null, "node and npm are not on PATH.");
        return Path.Combine(modules!, ".bin", OperatingSystem.IsWindows() ? name + ".cmd" : name);
    }

    private static async Task<string?> InstallAsync()
    {
        if (!IsOnPath("node") || !IsOnPath("npm"))
        {
            return null;
        }

        var source = Path.Combine(Built.RepositoryRoot, "tests", "EndToEnd.Tests", "npm");
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(source, "package-lock.json"))))[..16];
        var target = Path.Combine(Built.RepositoryRoot, "artifacts", "npm", hash);
        var finished = Path.Combine(target, ".installed");
        Directory.CreateDirectory(target);
        await using var turn = await TurnAsync(Path.Combine(target, ".lock"));
        if (!File.Exists(finished))
        {
            foreach (var file in new[] { "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(source, file), Path.Combine(target, file), overwrite: true);
            }

            (await Ran.ProgramAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"], target)).Expect(0);
            File.WriteAllText(finished, "");
        }

        return Path.Combine(target, "node_modules");
    }

    // Test projects run side by side, and share the folder.
    private static async Task<FileStream> TurnAsync(string file)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(InstallBudget);
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LookAgain, patience.Token);
            }
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe"))
                || File.Exists(Path.Combine(folder, program + ".cmd")));
}
