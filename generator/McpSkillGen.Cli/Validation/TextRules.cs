using System.Text;
using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Schema;

namespace McpSkillGen.Cli.Validation;

/// <summary>What must be true of the text in every file, because a skill is copied and published as a whole.</summary>
/// <param name="file">The file.</param>
/// <param name="name">Its path relative to the skill's folder.</param>
/// <param name="findings">Receives what is wrong.</param>
internal sealed class TextRules(FileInfo file, string name, Findings findings)
{
    private const int LongestText = 1 << 20;

    // The first is meant for secrets and has rules of its own. The second quotes a server, with its examples of tokens.
    private static readonly string[] Exempt = [".env", "mcp-catalog.json"];

    public void Check()
    {
        if (!OrdinaryFile.IsOrdinary(file.FullName))
        {
            findings.Error("not-a-file", name, Place.Start, "This is a pipe, a socket or a device.", "files and folders only", "Remove it: whoever reads the skill would wait for ever.");
            return;
        }

        if (Exempt.Contains(file.Name) || file.Length > LongestText || Text() is not { } text)
        {
            return;
        }

        foreach (var secret in SecretShapes.Known(text))
        {
            // The place is enough to find it. A report may be pasted somewhere, so it must not repeat the secret.
            findings.Warn(
                "secret", name, PlaceOf(secret.Index, text), $"This looks like a token, a key or a password of {secret.Length} characters.",
                "no secret in a file that is copied with the skill", "Move it to an environment variable, and revoke it: it may have been copied already.");
        }

        if (file.Extension is ".md" && Invisible(text) is { } hidden)
        {
            findings.Error(
                "invisible", name, PlaceOf(hidden, text), $"There is an invisible character (U+{(int)text[hidden]:X4}).",
                "only text that people see: an agent reads the rest too", "Remove it.");
        }

        if (file.Extension is ".md" && KeptSections.MistakeIn(text.ReplaceLineEndings("\n").Split('\n')) is (var line, var problem))
        {
            findings.Error("keep-markers", name, new Place(line, 1), $"{problem}.", KeptSections.Expected, "Add the other marker. Until then, mcpgen does not update the skill.");
        }
    }

    private static int? Invisible(string text)
    {
        for (var i = 0; i < text.Length; i += Visibility.LengthAt(text, i))
        {
            // Emoji are joined, and may ask for their colours. Controls and the byte order mark have rules of their own.
            if (!char.IsWhiteSpace(text[i]) && !char.IsControl(text[i]) && text[i] is not ('\uFE0E' or '\uFE0F' or '\u200D' or '\uFEFF')
                && !Visibility.IsVisibleAt(text, i))
            {
                return i;
            }
        }

        return null;
    }

    // Null if it is not text.
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
