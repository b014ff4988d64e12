using System.Text;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Cli.Secrets;

namespace McpSkillGen.Cli.Validation;

/// <summary>What must hold of the words in any file: a skill is copied and published whole.</summary>
/// <param name="file">The file.</param>
/// <param name="name">The same, relative to the skill's folder.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class TextRules(FileInfo file, string name, Findings findings)
{
    private const int LongestText = 1 << 20;

    // The one is there for secrets and has rules of its own; the other quotes a server, examples of tokens included.
    private static readonly string[] Exempt = [".env", "mcp-catalog.json"];

    public void Check()
    {
        if (Exempt.Contains(file.Name) || file.Length > LongestText || Text() is not { } text)
        {
            return;
        }

        foreach (var secret in SecretShapes.Known(text))
        {
            // Its place is enough to find it; a report that is pasted somewhere must not carry it on.
            findings.Warn(
                "secret", name, PlaceOf(secret.Index, text), $"What looks like a token, a key or a password, of {secret.Length} characters.",
                "no secret in a file that is copied with the skill", "Move it to an environment variable, and replace it where it is valid: it may have been copied already.");
        }

        if (file.Extension is ".md" && KeptSections.MistakeIn(text.ReplaceLineEndings("\n").Split('\n')) is (var line, var problem))
        {
            findings.Error("keep-markers", name, new Place(line, 1), $"{problem}.", KeptSections.Expected, "Add the other marker; until then mcpgen does not make the skill anew.");
        }
    }

    // Null for what is no text.
    private string? Text()
    {
        var bytes = File.ReadAllBytes(file.FullName);
        return bytes.AsSpan().IndexOf((byte)0) < 0 ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static Place PlaceOf(int index, string text)
    {
        var before = text.AsSpan(0, index);
        return new Place(before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
