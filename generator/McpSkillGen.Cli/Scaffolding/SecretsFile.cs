using System.Text;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>
/// The skill's <c>.env</c>: what the config's own <c>.env</c> says of the variables that it refers to, and no other, because
/// that file may belong to a whole project. Readable by its owner alone.
/// </summary>
internal static class SecretsFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="source">Where the config comes from.</param>
    /// <param name="existing">The <c>.env</c> that the skill has already; it wins.</param>
    /// <param name="target">The new skill's folder.</param>
    public static void Write(ServerSource source, string? existing, string target)
    {
        var text = existing is not null ? File.ReadAllText(existing) : Relevant(source);
        if (text.Length == 0)
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(Path.Combine(target, ".env"), options);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string Relevant(ServerSource source)
    {
        var file = Path.Combine(source.Folder, ".env");
        if (!File.Exists(file))
        {
            return "";
        }

        var wanted = ConfigVariables.In(source.Config);
        var lines = File.ReadAllLines(file).Where(line => DotEnv.Parse(line).Keys.Any(wanted.Contains));
        return string.Concat(lines.Select(static line => line + "\n"));
    }
}
