using System.Diagnostics;
using System.Security.Cryptography;

namespace McpSkillGen.Tests.Shared;

/// <summary>npm packages of a committed lock file: installed once for each state of that file, and kept among the build's own output.</summary>
/// <param name="Modules">The <c>node_modules</c> folder.</param>
internal sealed record NpmFolder(string Modules)
{
    private static readonly TimeSpan InstallBudget = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Whether <c>node</c> and <c>npm</c> are on PATH.</summary>
    public static bool CanInstall => IsOnPath("node") && IsOnPath("npm");

    /// <summary>
    /// The Node that the lock file itself names (one of its <c>node-OS-CPU</c> packages), for programs that need a newer one than
    /// the machine's.
    /// </summary>
    public string Node => Directory.GetDirectories(Modules, "node-*")
        .Select(static package => Path.Combine(package, "bin", OperatingSystem.IsWindows() ? "node.exe" : "node"))
        .First(File.Exists);

    /// <param name="source">The folder of <c>package.json</c> and <c>package-lock.json</c>.</param>
    /// <param name="artifacts">Where installed packages are kept, a folder for each lock file.</param>
    /// <param name="cancellationToken">Stops npm; the next run begins again.</param>
    /// <param name="runsScripts">
    /// Whether the packages' own scripts run. They fetch browsers and compilers, which most need for nothing that is asked of them.
    /// </param>
    /// <exception cref="InvalidOperationException">npm failed; with what it said.</exception>
    public static async Task<NpmFolder> InstallAsync(string source, string artifacts, CancellationToken cancellationToken, bool runsScripts = false)
    {
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(source, "package-lock.json"), cancellationToken);
        var target = Path.Combine(artifacts, Convert.ToHexStringLower(SHA256.HashData(lockFile))[..16]);
        var finished = Path.Combine(target, ".installed");
        Directory.CreateDirectory(target);
        await using var turn = await TurnAsync(Path.Combine(target, ".lock"), cancellationToken);
        if (!File.Exists(finished))
        {
            foreach (var file in new[] { "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(source, file), Path.Combine(target, file), overwrite: true);
            }

            await RunNpmAsync(target, runsScripts, cancellationToken);
            await File.WriteAllTextAsync(finished, "", cancellationToken);
        }

        return new NpmFolder(Path.Combine(target, "node_modules"));
    }

    /// <summary>The path of a file in an installed package.</summary>
    public string FileOf(string package, string path) => Path.Combine(Modules, package, path);

    // Test projects run side by side, and share the folder.
    private static async Task<FileStream> TurnAsync(string file, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
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

    private static async Task RunNpmAsync(string folder, bool runsScripts, CancellationToken cancellationToken)
    {
        string[] scripts = runsScripts ? [] : ["--ignore-scripts"];
        var start = new ProcessStartInfo(Npm, ["ci", "--no-audit", "--no-fund", .. scripts, "--loglevel=error"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var npm = Process.Start(start)!;
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm ci ended with exit code {npm.ExitCode}:\n{await output}\n{await errors}");
            }
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => new[] { program, program + ".exe", program + ".cmd" }.Any(name => File.Exists(Path.Combine(folder, name))));
}
