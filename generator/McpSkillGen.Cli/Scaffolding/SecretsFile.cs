using System.Text;
using System.Text.RegularExpressions;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>
/// The skill's <c>.env</c>, which only its owner can read. It has the secrets that were moved out of the config, and of the
/// <c>.env</c> beside the config only the variables that the config uses: that file may belong to a whole project.
/// </summary>
internal static partial class SecretsFile
{
    /// <param name="moved">The config, and the secrets that were moved out of it. They win over older values.</param>
    /// <param name="existing">The <c>.env</c> that the skill already has; null if it has none.</param>
    /// <param name="target">The new skill's folder.</param>
    public static void Write(SecretMove moved, string? existing, string target)
    {
        var text = existing is not null ? File.ReadAllText(existing) : Relevant(moved.Source);
        text = With(text, moved.Values);
        if (text.Length == 0)
        {
            return;
        }

        PrivateFile.Replace(Path.Combine(target, ".env"), Encoding.UTF8.GetBytes(text));
    }

    private static string Relevant(ServerSource source)
    {
        var file = Path.Combine(source.Folder, ".env");
        if (!File.Exists(file))
        {
            return "";
        }

        var wanted = ConfigVariables.In(source.Config);
        return string.Concat(DotEnv.Read(File.ReadAllText(file)).Where(entry => wanted.Contains(entry.Name)).Select(static entry => entry.Text + "\n"));
    }

    /// <summary>The file's text with these values. All other lines stay as they were.</summary>
    private static string With(string text, IReadOnlyDictionary<string, string> values)
    {
        var known = DotEnv.Parse(text);
        var outdated = values.Where(pair => !known.TryGetValue(pair.Key, out var now) || now != pair.Value).ToArray();
        if (outdated.Length == 0)
        {
            return text;
        }

        var replaced = DotEnv.Read(text)
            .Where(entry => outdated.Any(pair => pair.Key == entry.Name))
            .SelectMany(static entry => Enumerable.Range(entry.Line - 1, entry.Text.Count(static c => c == '\n') + 1))
            .ToHashSet();
        var before = string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Where((_, index) => !replaced.Contains(index))).TrimEnd('\n');
        var added = string.Concat(outdated.Select(static pair => $"{pair.Key}={Quoted(pair.Value)}\n"));
        return before.Length > 0 ? $"{before}\n{added}" : added;
    }

    private static string Quoted(string value) => Plain().IsMatch(value)
        ? value
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    [GeneratedRegex("^[A-Za-z0-9_./+=:@-]+$")]
    private static partial Regex Plain();
}
