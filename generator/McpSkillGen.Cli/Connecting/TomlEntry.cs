using System.Text;
using System.Text.RegularExpressions;

namespace McpSkillGen.Cli.Connecting;

/// <summary>Puts one server into Codex's TOML: a table of its own at the end, or in place of the one that is there. Everything else stays.</summary>
internal static partial class TomlEntry
{
    /// <param name="text">The file, a valid one; empty if there is none.</param>
    /// <param name="listKey">The table that has the servers.</param>
    /// <param name="name">The server's, of letters, digits and hyphens.</param>
    /// <param name="command">What to start.</param>
    /// <param name="arguments">Its arguments.</param>
    public static byte[] Put(string text, string listKey, string name, string command, IReadOnlyList<string> arguments)
    {
        var lineBreak = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
        string[] written = [$"[{listKey}.{name}]", $"command = {Quoted(command)}", $"args = [{string.Join(", ", arguments.Select(Quoted))}]"];
        var own = $"{listKey}.{name}";
        var start = lines.FindIndex(line => TableOf(line) == own);

        // Tables of the older entry, its variables for example, are not the new one's.
        for (var below = Below(); below >= 0; below = Below())
        {
            Remove(lines, below);
        }

        if (start < 0)
        {
            var before = string.Join('\n', lines).TrimEnd('\n');
            lines = [.. before.Length > 0 ? [.. before.Split('\n'), ""] : Array.Empty<string>(), .. written, ""];
        }
        else
        {
            start = lines.FindIndex(line => TableOf(line) == own);
            Remove(lines, start);
            lines.InsertRange(start, written);
        }

        return Encoding.UTF8.GetBytes(string.Join(lineBreak, lines));

        int Below() => lines.FindIndex(line => TableOf(line)?.StartsWith(own + ".", StringComparison.Ordinal) ?? false);
    }

    // The comments above the next table are that table's.
    private static void Remove(List<string> lines, int start)
    {
        var next = lines.FindIndex(start + 1, static line => Header().IsMatch(line));
        var end = next < 0 ? lines.Count : next;
        while (end > start + 1 && (lines[end - 1].Trim() is "" || lines[end - 1].TrimStart().StartsWith('#')))
        {
            end--;
        }

        lines.RemoveRange(start, end - start);
    }

    private static string? TableOf(string line) => Header().Match(line) is { Success: true } header ? Plain(header) : null;

    private static string Plain(Match header) => string.Concat(header.Groups[1].Value.Where(static sign => sign is not ('"' or '\'' or ' ')));

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    [GeneratedRegex(@"^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?\r?$")]
    private static partial Regex Header();
}
