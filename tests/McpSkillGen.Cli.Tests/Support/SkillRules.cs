using System.Text.Json;
using System.Text.RegularExpressions;

namespace McpSkillGen.Cli.Tests.Support;

/// <summary>The rules for a SKILL.md: the Agent Skills specification, its validators, and our own stricter ones.</summary>
internal static partial class SkillRules
{
    private static readonly string[] AllowedKeys = ["name", "description", "license", "compatibility", "metadata", "allowed-tools"];

    /// <summary>Every rule that the text breaks, as a sentence.</summary>
    /// <param name="text">SKILL.md.</param>
    /// <param name="folder">The name of its folder.</param>
    public static IReadOnlyList<string> Violations(string text, string folder)
    {
        var broken = new List<string>();
        var parts = Frontmatter().Match(text);
        if (!parts.Success)
        {
            return ["the file does not begin with a frontmatter between two lines of three dashes"];
        }

        var fields = Fields(parts.Groups["yaml"].Value, broken);
        CheckFields(fields, folder, broken);
        CheckBody(parts.Groups["body"].Value, folder, broken);
        Check(!text.Any(static c => char.IsControl(c) && c != '\n'), "a control character", broken);
        Check(!text.StartsWith('\uFEFF'), "a byte order mark", broken);
        return broken;
    }

    /// <summary>No fewer tokens than o200k_base counts in prose, in kebab-case lists of names and in CJK text.</summary>
    public static int TokenBound(string text) => (int)text.Sum(static c => c < 0x2E80 ? 0.32 : 1.1);

    private static Dictionary<string, string> Fields(string yaml, List<string> broken)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var parent = "";
        foreach (var line in yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var field = Field().Match(line);
            if (!field.Success)
            {
                broken.Add($"the frontmatter's line is no 'key: \"value\"': {line}");
                continue;
            }

            var isNested = field.Groups["indent"].Value.Length > 0;
            parent = isNested ? parent : field.Groups["key"].Value;
            var key = isNested ? $"{parent}.{field.Groups["key"].Value}" : parent;
            Check(!fields.ContainsKey(key), $"the key '{key}' twice", broken);
            fields[key] = field.Groups["value"].Success ? JsonSerializer.Deserialize<string>(field.Groups["value"].Value)! : "";
        }

        return fields;
    }

    private static void CheckFields(Dictionary<string, string> fields, string folder, List<string> broken)
    {
        foreach (var key in fields.Keys)
        {
            var top = key.Split('.')[0];
            Check(AllowedKeys.Contains(top), $"the key '{top}'", broken);
            Check(top == key || top == "metadata", $"a nested key '{key}'", broken);
        }

        var name = fields.GetValueOrDefault("name", "");
        Check(Name().IsMatch(name) && name.Length <= 64, $"the name '{name}'", broken);
        Check(name == folder, $"the name '{name}' in a folder '{folder}'", broken);
        Check(!name.Contains("claude", StringComparison.Ordinal) && !name.Contains("anthropic", StringComparison.Ordinal), $"the vendor's name in '{name}'", broken);

        var description = fields.GetValueOrDefault("description", "");
        Check(description.Length is >= 1 and <= 1024, $"a description of {description.Length} characters", broken);
        Check(description.IndexOfAny(['<', '>']) < 0, "an angle bracket in the description", broken);
        Check(!description.Contains("---", StringComparison.Ordinal), "three dashes in the description", broken);
        Check(description.Contains("Use when ", StringComparison.Ordinal), "a description that does not say when", broken);

        var compatibility = fields.GetValueOrDefault("compatibility", "x");
        Check(compatibility.Length is >= 1 and <= 500, $"a compatibility of {compatibility.Length} characters", broken);
        Check(fields.Keys.Any(static key => key.StartsWith("metadata.", StringComparison.Ordinal)), "no metadata", broken);
    }

    private static void CheckBody(string body, string name, List<string> broken)
    {
        Check(body.Split('\n').Length < 500, "a body of 500 lines or more", broken);
        Check(TokenBound(body) is > 200 and < 2500, $"a body of about {TokenBound(body)} tokens", broken);
        Check(body.Contains("\n# ", StringComparison.Ordinal) && body.Contains("\n## ", StringComparison.Ordinal), "no headings", broken);
        Check(body.Contains("\n1. ", StringComparison.Ordinal) && body.Contains("\n2. ", StringComparison.Ordinal), "no numbered steps", broken);
        Check(WorkedCall().Match(body) is { Success: true } call && call.Groups["program"].Value == name, "no worked call", broken);
        Check(body.Contains("absolute path", StringComparison.Ordinal) && body.Contains($"scripts/{name}`", StringComparison.Ordinal), "no word on absolute paths", broken);
        Check(!body.Contains("../", StringComparison.Ordinal), "a path upwards", broken);
        Check(body.Contains("`references/", StringComparison.Ordinal), "no word on references", broken);
        Check(!Tag().IsMatch(body), $"a tag: {Tag().Match(body).Value}", broken);
        Check(!body.Contains("!`", StringComparison.Ordinal), "a command that a harness would run", broken);
        Check(!body.Contains("](", StringComparison.Ordinal), "a link", broken);
        foreach (var code in Enumerable.Range(0, 7))
        {
            Check(body.Contains($"\n| {code} |", StringComparison.Ordinal), $"nothing on exit code {code}", broken);
        }
    }

    private static void Check(bool holds, string violation, List<string> broken)
    {
        if (!holds)
        {
            broken.Add(violation);
        }
    }

    [GeneratedRegex(@"\A---\n(?<yaml>.*?)\n---\n(?<body>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Frontmatter();

    [GeneratedRegex(@"^(?<indent>  )?(?<key>[a-z-]+):(?: (?<value>""(?:[^""\\]|\\.)*""))?$")]
    private static partial Regex Field();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"```bash\n\s*(?<program>\S+) \S+")]
    private static partial Regex WorkedCall();

    [GeneratedRegex("</?[A-Za-z!]")]
    private static partial Regex Tag();
}
