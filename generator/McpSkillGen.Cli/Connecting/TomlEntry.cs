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
        var lines = text.Split('\n').ToList();
        var written = new[] { $"[{listKey}.{name}]", $"command = {Quoted(command)}", $"args = [{string.Join(", ", arguments.Select(Quoted))}]" };
        var start = lines.FindIndex(line => Header().Match(line) is { Success: true } header && Plain(header) == $"{listKey}.{name}");
        if (start < 0)
        {
            var before = text.TrimEnd('\n', '\r');
            return Encoding.UTF8.GetBytes($"{before}{(before.Length > 0 ? "\n\n" : "")}{string.Join('\n', written)}\n");
        }

        // The comments above the next table are that table's.
        var next = lines.FindIndex(start + 1, static line => Header().IsMatch(line));
        var end = next < 0 ? lines.Count : next;
        while (end > start + 1 && (lines[end - 1].Trim() is "" || lines[end - 1].TrimStart().StartsWith('#')))
        {
            end--;
        }

        lines.RemoveRange(start, end - start);
        lines.InsertRange(start, written);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static string Plain(Match header) => string.Concat(header.Groups[1].Value.Where(static sign => sign is not ('"' or '\'' or ' ')));

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    [GeneratedRegex(@"^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?\r?$")]
    private static partial Regex Header();
}
