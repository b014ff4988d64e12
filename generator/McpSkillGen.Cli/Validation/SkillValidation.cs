using System.Text;
using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Validation;

/// <summary>Checks any skill against the Agent Skills specification and against stricter readers.</summary>
internal static class SkillValidation
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>All findings, SKILL.md first, each file from its beginning.</returns>
    /// <param name="folder">The skill's folder, absolute, without a separator at its end.</param>
    /// <exception cref="SkillException">There is no such folder.</exception>
    public static IReadOnlyList<Finding> Check(string folder)
    {
        var findings = new Findings();
        if (ReadPage(folder, findings) is { } page)
        {
            CheckPage(page, folder, findings);
        }

        new FolderRules(folder, findings).Check();
        return findings.All;
    }

    private static void CheckPage(string page, string folder, Findings findings)
    {
        var text = SkillText.Of(page);
        CheckCharacters(page, text, findings);
        if (!text.HasFrontmatter)
        {
            findings.Error(
                "frontmatter-missing", SkillText.FileName, Place.Start,
                text.IsOpened ? "The frontmatter is never closed." : "The file does not begin with frontmatter.",
                "a first line '---', keys, and a line '---'",
                text.IsOpened ? "Add a line '---' below the last key." : "Begin the file with a line '---'.");
            return;
        }

        if (Frontmatter.Read(text, findings) is { } fields)
        {
            new FrontmatterRules(fields, Path.GetFileName(folder), findings).Check();
        }

        new BodyRules(text, findings).Check();
        new LinkRules(text, folder, findings).Check();
    }

    private static string? ReadPage(string folder, Findings findings)
    {
        // By listing: a file system that ignores case would open skill.md as SKILL.md, but the next machine may not.
        var names = Directory.EnumerateFiles(folder).Where(OrdinaryFile.IsOrdinary).Select(Path.GetFileName).ToArray();
        var name = Array.Find(names, static name => name == SkillText.FileName)
            ?? Array.Find(names, static name => string.Equals(name, SkillText.FileName, StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            findings.Error("page-missing", SkillText.FileName, Place.Start, "The folder has no SKILL.md.", "a SKILL.md with a frontmatter", "Add one, or name the folder that has one.");
            return null;
        }

        if (name != SkillText.FileName)
        {
            findings.Warn("page-name", SkillText.FileName, Place.Start, $"The file's name is '{name}'.", "SKILL.md, the only name that most agents look for", "Rename it to SKILL.md.");
        }

        try
        {
            return Strict.GetString(File.ReadAllBytes(Path.Combine(folder, name)));
        }
        catch (DecoderFallbackException)
        {
            findings.Error("encoding", SkillText.FileName, Place.Start, "The file is not valid UTF-8.", "UTF-8 without a byte order mark", "Save it as UTF-8.");
            return null;
        }
    }

    private static void CheckCharacters(string page, SkillText text, Findings findings)
    {
        if (page.StartsWith('\uFEFF'))
        {
            findings.Error("byte-order-mark", SkillText.FileName, Place.Start, "The file begins with a byte order mark.", "'---' as its first bytes", "Save it as UTF-8 without a byte order mark.");
        }

        for (var i = 0; i < text.Lines.Count; i++)
        {
            if (text.Lines[i].AsSpan().IndexOfAnyInRange('\0', '\x08') is var at and >= 0
                || (at = text.Lines[i].AsSpan().IndexOfAnyInRange('\x0E', '\x1F')) >= 0)
            {
                findings.Warn("control-character", SkillText.FileName, new Place(i + 1, at + 1), $"A control character, U+{(int)text.Lines[i][at]:X4}.", "text", "Remove it.");
            }
        }
    }
}
