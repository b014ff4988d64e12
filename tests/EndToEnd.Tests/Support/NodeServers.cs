
namespace EndToEnd.Tests.Support;

/// <summary>The real servers, installed once by <c>npm ci</c> from the pinned lock file beside this project.</summary>
internal static class NodeServers
{
    private static readonly Lazy<Task<NpmFolder?>> Installed = new(InstallAsync);

    /// <summary>The installed server's entry script; skips the test where there is no Node.</summary>
    /// <param name="package">Below <c>@modelcontextprotocol/</c>.</param>
    public static async Task<string> ScriptAsync(string package)
    {
        var packages = await Installed.Value;
        Assert.SkipWhen(packages is null, "node and npm are not on PATH; the real servers need them.");
        return packages!.FileOf($"@modelcontextprotocol/{package}", "dist/index.js");
    }

    /// <summary>An installed program; skips the test where there is no Node.</summary>
    /// <param name="name">As npm links it.</param>
    public static async Task<string> ProgramAsync(string name)
    {
        var packages = await Installed.Value;
        Assert.SkipWhen(packages is null, "node and npm are not on PATH.");
        return packages!.FileOf(".bin", OperatingSystem.IsWindows() ? name + ".cmd" : name);
    }

    private static async Task<NpmFolder?> InstallAsync() =>
        NpmFolder.CanInstall
            ? await NpmFolder.InstallAsync(
                Repository.PathOf("tests/EndToEnd.Tests/npm"),
                Repository.PathOf("artifacts/npm"),
                TestContext.Current.CancellationToken)
            : null;
}
