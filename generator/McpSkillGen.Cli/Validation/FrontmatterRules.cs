using System.Text.RegularExpressions;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Validation;

/// <summary>What the specification, its reference validator and the vendors' validators require of the frontmatter.</summary>
internal sealed partial class FrontmatterRules(IReadOnlyList<Field> fields, string folderName, Findings findings)
{
    private const int LongestName = 64;
    private const int LongestDescription = 1024;
    private const int LongestCompatibility = 500;

    // Shorter descriptions rarely say when to use the skill.
    private const int ShortestUsefulDescription = 40;

    private static readonly string[] Keys = ["name", "description", "license", "compatibility", "metadata", "allowed-tools"];

    public void Check()
    {
        CheckKeys();
        CheckName();
        CheckDescription();
        CheckCompatibility();
        CheckMetadata();
        CheckText("license");
        CheckAllowedTools();
    }

    private void CheckKeys()
    {
        foreach (var field in fields.Where(static field => !Keys.Contains(field.Key)))
        {
            var nearest = Suggestion.Nearest(field.Key, Keys);
            Error(
                "unknown-key", field.KeyPlace, $"The specification has no key {Findings.Quote(field.Key)}.", $"only {string.Join(", ", Keys)}",
                nearest is null ? $"Move it below metadata: '  {field.Key}: \"…\"'." : $"Did you mean '{nearest}'? If not, move it below metadata.");
        }
    }

    private void CheckName()
    {
        if (Required("name", $"Add: name: {folderName}") is not var (name, place))
        {
            return;
        }

        const string Expected = "1 to 64 of a-z, 0-9 and single hyphens inside";
        if (name.Length > LongestName)
        {
            Error("name-length", place, $"The name has {name.Length} characters.", $"at most {LongestName}", "Shorten it, and rename the folder to match.");
        }

        if (!Name().IsMatch(name))
        {
            Error("name-format", place, $"The name {Findings.Quote(name)} has {Offence(name)}.", Expected, Spelled(name) is { Length: > 0 } spelled ? $"Write: name: {spelled}" : "Choose another name.");
        }

        if (name != folderName)
        {
            Error("name-is-folder", place, $"The name {Findings.Quote(name)} differs from the folder's, {Findings.Quote(folderName)}.", "the folder's name", $"Rename the folder to {Findings.Quote(name)}, or write: name: {folderName}");
        }

        if (Vendors().Match(name) is { Success: true } vendor)
        {
            Warn("name-vendor", place, $"The name {Findings.Quote(name)} contains '{vendor.Value}'.", "no vendor's name; Anthropic's validator rejects it", "Choose another name.");
        }
    }

    private void CheckDescription()
    {
        const string HowTo = "Say what the skill does and when to use it: \"… Use when …\".";
        if (Required("description", HowTo) is not var (description, place))
        {
            return;
        }

        if (description.Length > LongestDescription)
        {
            Error("description-length", place, $"The description has {description.Length} characters.", $"at most {LongestDescription}", "Shorten it. Catalogs of skills show 300 to 400 characters in full.");
        }

        if (description.IndexOfAny(['<', '>']) is var bracket and >= 0)
        {
            Warn("description-markup", place, $"The description has '{description[bracket]}'.", "no angle brackets, which Anthropic's validator rejects as markup", "Say it in words.");
        }

        if (ServerWords.FindHostile(description) is { } hostile)
        {
            Error("description-orders", place, $"The description has {Findings.Quote(hostile)}.", "only words that describe: it is in the context of every session", "Remove it. If a server wrote it, set \"description\" in mcp-config.json.");
        }

        if (description.Contains("---", StringComparison.Ordinal))
        {
            Warn("description-dashes", place, "The description has '---'.", "no three dashes, because simple parsers end the frontmatter there", "Use a comma, or a single dash.");
        }

        if (description.Length < ShortestUsefulDescription || !SaysWhen().IsMatch(description))
        {
            Warn("description-when", place, "The description does not say when to use the skill.", "a sentence like \"Use when …\", so that an agent can decide", HowTo);
        }
    }

    private void CheckCompatibility()
    {
        if (Find("compatibility") is { } field && TextOf(field) is { } text && text.Length is 0 or > LongestCompatibility)
        {
            Error("compatibility-length", field.ValuePlace, $"The compatibility has {text.Length} characters.", $"1 to {LongestCompatibility}", text.Length == 0 ? "Remove the key." : "Name only what the skill cannot work without.");
        }
    }

    private void CheckMetadata()
    {
        if (Find("metadata") is not { } metadata)
        {
            return;
        }

        if (metadata.Inner is null)
        {
            Error("metadata-type", metadata.ValuePlace, "The metadata is not a mapping.", "keys with strings, indented below it", "Write '  key: \"value\"' lines below metadata.");
            return;
        }

        foreach (var field in metadata.Inner.Where(static field => field.Value is null))
        {
            Error("metadata-type", field.ValuePlace, $"The value of metadata's {Findings.Quote(field.Key)} is not a string.", "strings only", "Write it as one string in double quotes.");
        }
    }

    private void CheckAllowedTools()
    {
        if (CheckText("allowed-tools") is { } text && text.Value.Contains(',', StringComparison.Ordinal) && !text.Value.Contains('(', StringComparison.Ordinal))
        {
            Warn("allowed-tools-separator", text.Place, "The allowed tools are separated by commas.", "one string, separated by spaces", "Replace the commas with spaces.");
        }
    }

    private (string Value, Place Place)? CheckText(string key) =>
        Find(key) is { } field && TextOf(field) is { } text ? (text, field.ValuePlace) : null;

    private (string Value, Place Place)? Required(string key, string remedy)
    {
        if (Find(key) is not { } field)
        {
            Error($"{key}-missing", Place.Start, $"The frontmatter has no {key}.", $"the keys name and description", remedy);
            return null;
        }

        if (TextOf(field) is not { } text)
        {
            return null;
        }

        if (text.Trim().Length == 0)
        {
            Error($"{key}-missing", field.ValuePlace, $"The {key} is empty.", "a string", remedy);
            return null;
        }

        return (text, field.ValuePlace);
    }

    private Field? Find(string key) => fields.FirstOrDefault(field => field.Key == key);

    private string? TextOf(Field field)
    {
        if (field.Value is null)
        {
            Error("not-text", field.ValuePlace, $"The value of '{field.Key}' is {(field.Inner is null ? "a list" : "a mapping")}.", "one string", "Write it as one string in double quotes.");
        }

        return field.Value;
    }

    private static string Offence(string name) => name switch
    {
        _ when name.Any(char.IsUpper) => "upper-case letters",
        _ when name.StartsWith('-') || name.EndsWith('-') => "a hyphen at its start or end",
        _ when name.Contains("--", StringComparison.Ordinal) => "two hyphens in a row",
        _ => $"the character '{name.First(static c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')}'",
    };

    private static string Spelled(string name) => NoNameCharacter().Replace(name.ToLowerInvariant(), "-").Trim('-');

    private void Error(string rule, Place place, string found, string expected, string remedy) =>
        findings.Error(rule, SkillText.FileName, place, found, expected, remedy);

    private void Warn(string rule, Place place, string found, string expected, string remedy) =>
        findings.Warn(rule, SkillText.FileName, place, found, expected, remedy);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Name();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoNameCharacter();

    [GeneratedRegex("claude|anthropic", RegexOptions.IgnoreCase)]
    private static partial Regex Vendors();

    [GeneratedRegex(@"\b(use|when|whenever|for|if)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SaysWhen();
}
