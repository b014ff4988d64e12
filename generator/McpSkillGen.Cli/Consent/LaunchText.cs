using System.Globalization;
using System.Text;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Consent;

/// <summary>
/// What a config starts and talks to, for somebody who has to decide whether to let it: everything that decides, with invisible
/// characters made visible and secrets left out.
/// </summary>
internal static class LaunchText
{
    /// <param name="config">The server.</param>
    /// <param name="folder">Where it runs if it does not say; null if it is not started here.</param>
    /// <returns>A row for each thing, indented.</returns>
    public static string Of(SkillConfig config, string? folder)
    {
        var rows = new List<(string Title, string Text)>();
        if (config.Transport is TransportKind.Stdio)
        {
            rows.Add(("command", Line(config)));
            rows.AddRange(config.Environment.Select(static pair => ("env", $"{pair.Key}={Shown(pair.Key, pair.Value)}")));
            rows.Add(("folder", config.WorkingDirectory ?? folder ?? "."));
        }
        else
        {
            rows.Add(("address", Shown(null, config.Url ?? "")));
            rows.AddRange(config.Headers.Select(static pair => ("header", $"{pair.Key}: {Shown(pair.Key, pair.Value)}")));
            rows.AddRange(config.Authorization.Texts.Select(static text => ("auth", $"{text.Key}: {Shown(text.Key, text.Text)}")));
        }

        return string.Join('\n', rows.Select(static row => $"    {row.Title,-8} {Visible(row.Text)}"));
    }

    /// <summary>The same in one line.</summary>
    public static string Short(SkillConfig config) => Visible(config.Transport is TransportKind.Stdio ? Line(config) : Shown(null, config.Url ?? ""));

    /// <summary>A text whose control, formatting and invisible characters are written as <c>\u{…}</c>.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isPlain = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate)
                && (rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not UnicodeCategory.SpaceSeparator);
            visible.Append(isPlain ? rune.ToString() : $"\\u{{{rune.Value:x}}}");
        }

        return visible.ToString();
    }

    // As a shell would take it: a space inside an argument must not look like one between two.
    private static string Line(SkillConfig config) =>
        string.Join(' ', ConfigTexts.Of(config).Where(static text => text.Place is "command" || text.Place.StartsWith("args[", StringComparison.Ordinal))
            .Select(static text => ShellWord.Of(Shown(text.Name, text.Value))));

    private static string Shown(string? name, string value)
    {
        foreach (var part in SecretFinder.Find(name, value).Reverse())
        {
            value = $"{value[..part.Start]}***{value[(part.Start + part.Length)..]}";
        }

        return value;
    }
}
