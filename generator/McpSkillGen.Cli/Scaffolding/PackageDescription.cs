using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>
/// What an npm package says that it is, for servers that do not say it themselves. It is read from the files that npm has put
/// on this machine for the server that was just started. The registry is not asked.
/// </summary>
internal static class PackageDescription
{
    private const string Manifest = "package.json";

    // "node dist/src/index.js" belongs to the package above it.
    private const int MaxLevels = 4;

    /// <returns>Null if it is unknown.</returns>
    /// <param name="config">How the server is started.</param>
    /// <param name="folder">Where relative paths in the config lead.</param>
    public static string? Of(SkillConfig config, string folder) => Path.GetFileNameWithoutExtension(config.Command) switch
    {
        "npx" or "bunx" or "pnpx" when PackageIn(config.Arguments) is { } package => FromCache(package),
        "node" or "bun" when config.Arguments.FirstOrDefault(static word => !word.StartsWith('-')) is { } script => FromAbove(Path.GetFullPath(script, folder)),
        _ => null,
    };

    // "@scope/name@1.2.3" without its version.
    private static string? PackageIn(IReadOnlyList<string> arguments)
    {
        var stated = arguments.FirstOrDefault(static word => word.StartsWith("--package=", StringComparison.Ordinal))?["--package=".Length..];
        var after = arguments.SkipWhile(static word => word is not ("-p" or "--package")).Skip(1).FirstOrDefault();
        var package = stated ?? after ?? arguments.FirstOrDefault(static word => !word.StartsWith('-'));
        return package?.LastIndexOf('@') is > 0 and var version ? package[..version] : package;
    }

    private static string? FromCache(string package)
    {
        var cache = Path.Combine(
            Environment.GetEnvironmentVariable("npm_config_cache")
            ?? (OperatingSystem.IsWindows()
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "npm-cache")
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".npm")),
            "_npx");
        return !Directory.Exists(cache) || package.Contains("..", StringComparison.Ordinal) ? null
            : Directory.EnumerateDirectories(cache)
                .Select(run => new FileInfo(Path.Combine(run, "node_modules", package, Manifest)))
                .Where(static file => file.Exists)
                .OrderByDescending(static file => file.LastWriteTimeUtc)
                .Select(static file => Read(file.FullName))
                .FirstOrDefault();
    }

    private static string? FromAbove(string script)
    {
        var folder = Path.GetDirectoryName(script);
        for (var level = 0; level < MaxLevels && folder is not null; level++, folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Manifest)))
            {
                return Read(Path.Combine(folder, Manifest));
            }
        }

        return null;
    }

    private static string? Read(string manifest)
    {
        try
        {
            if (!ForeignJson.TryParseObject(File.ReadAllBytes(manifest), out var document, out _))
            {
                return null;
            }

            using (document)
            {
                return document.RootElement.Words("description"u8);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A nicety. Without it the description says less.
            return null;
        }
    }
}
