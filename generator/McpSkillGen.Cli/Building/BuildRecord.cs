using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Building;

/// <summary>
/// What an executor was built from, kept beside it, so that scaffolding again does not build the same again. A record is only
/// valid for the exact files beside it: publishing by hand or replacing one of them makes it void.
/// </summary>
internal static class BuildRecord
{
    public const string FileName = ".built";

    // The project names the version of the package in feed/.
    private static readonly string[] NotBuiltOf = ["bin", "obj", "feed"];

    /// <summary>A hash of everything that decides what is built: project, catalog, SDK, platform.</summary>
    /// <param name="skillFolder">The skill, ready to be built.</param>
    /// <param name="isNative">Whether it is built natively.</param>
    /// <param name="cancellationToken">Stops asking the SDK for its version.</param>
    public static async Task<string> InputsAsync(string skillFolder, bool isNative, CancellationToken cancellationToken)
    {
        var project = Path.Combine(skillFolder, "executor");
        var files = Directory.EnumerateFileSystemEntries(project)
            .Where(static entry => !NotBuiltOf.Contains(Path.GetFileName(entry)))
            .SelectMany(static entry => Directory.Exists(entry) ? Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories) : [entry])
            .Append(new SkillFolder(skillFolder).CatalogFile);
        return Hash(skillFolder, files, $"{await SdkVersionAsync(project, cancellationToken).ConfigureAwait(false)} {RuntimeInformation.RuntimeIdentifier} {isNative}");
    }

    /// <summary>Writes the record beside the executor.</summary>
    public static void Write(string skillFolder, string inputs) => File.WriteAllText(FileIn(skillFolder), $"{inputs}\n{Outputs(skillFolder)}\n");

    /// <summary>Whether a build would make the skill's executor again as it is.</summary>
    public static bool Holds(string skillFolder, string inputs) =>
        File.Exists(FileIn(skillFolder)) && File.ReadAllText(FileIn(skillFolder)) == $"{inputs}\n{Outputs(skillFolder)}\n";

    private static string FileIn(string skillFolder) => Path.Combine(skillFolder, "scripts", FileName);

    private static string Outputs(string skillFolder) =>
        Hash(
            skillFolder,
            Directory.EnumerateFiles(Path.Combine(skillFolder, "scripts"), "*", SearchOption.AllDirectories)
                .Where(static file => Path.GetFileName(file) != FileName),
            "");

    private static string Hash(string root, IEnumerable<string> files, string more)
    {
        var lines = new StringBuilder(more);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            using var content = File.OpenRead(file);
            lines.Append('\n').Append(Path.GetRelativePath(root, file)).Append(' ').Append(Convert.ToHexStringLower(SHA256.HashData(content)));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    // A newer SDK brings a newer framework into the executor. If there is no SDK, the build says so.
    private static async Task<string> SdkVersionAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            return (await ChildProcess.RunAsync([Toolchain.DotNet, "--version"], project, null, cancellationToken).ConfigureAwait(false)).Output.Trim();
        }
        catch (Win32Exception)
        {
            return "";
        }
    }
}
