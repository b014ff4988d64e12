using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Schema.Vocabulary;
using ArgumentKind = McpSkillGen.Runtime.Vocabulary.ArgumentKind;

namespace McpSkillGen.Cli.Planning;

/// <summary>Makes a value that an argument allows, by the executor's own checks: the first of several guesses that fits.</summary>
internal static partial class ExampleValue
{
    /// <summary>Values that mean something to most servers, by the argument's name.</summary>
    private static readonly Dictionary<string, string> UsualValues = new(StringComparer.Ordinal)
    {
        ["message"] = "hello", ["text"] = "hello", ["content"] = "hello", ["prompt"] = "hello", ["input"] = "hello",
        ["query"] = "test", ["q"] = "test", ["keyword"] = "test", ["search"] = "test", ["topic"] = "test",
        ["url"] = "https://example.com", ["uri"] = "https://example.com", ["path"] = ".", ["directory"] = ".",
        ["city"] = "Paris", ["location"] = "Paris", ["country"] = "France", ["language"] = "en", ["date"] = "2026-01-31",
        ["expression"] = "1+1", ["timezone"] = "UTC",
    };

    private static readonly Dictionary<string, string> UsualFormats = new(StringComparer.Ordinal)
    {
        ["date"] = "2026-01-31", ["date-time"] = "2026-01-31T12:00:00Z", ["time"] = "12:00:00Z", ["duration"] = "P1D",
        ["uri"] = "https://example.com", ["uri-reference"] = "https://example.com", ["iri"] = "https://example.com", ["url"] = "https://example.com",
        ["uri-template"] = "https://example.com/{id}", ["email"] = "someone@example.com", ["idn-email"] = "someone@example.com",
        ["hostname"] = "example.com", ["uuid"] = "00000000-0000-4000-8000-000000000000", ["ipv4"] = "192.0.2.1", ["ipv6"] = "2001:db8::1",
        ["json-pointer"] = "/a", ["regex"] = "a", ["byte"] = "aGVsbG8=",
    };

    /// <param name="definition">What the value is for.</param>
    /// <param name="index">Another number makes another value, if there is one.</param>
    public static JsonNode? Of(ArgumentDefinition definition, int index = 0)
    {
        var guesses = Guesses(definition, index).Where(static guess => guess is not null).Take(200).ToArray();
        return (guesses.FirstOrDefault(guess => Fits(definition, guess!)) ?? guesses.FirstOrDefault())?.DeepClone();
    }

    /// <summary>How likely a server makes nothing of a made-up value.</summary>
    public static int Unlikelihood(ArgumentDefinition argument) => argument switch
    {
        { DefaultJson: not null } => 1,
        { AllowedValues.Count: > 0 } => 3,
        { Kind: ArgumentKind.Boolean } => 2,

        // A number that identifies something cannot be guessed.
        { Kind: ArgumentKind.Integer or ArgumentKind.Number } => Words.Of(argument.WireName)[^1] is "id" or "number" ? 10 : 2,
        { Kind: ArgumentKind.String } => Words.Of(argument.WireName)[^1] switch
        {
            "message" or "text" or "query" or "city" or "location" or "expression" or "timezone" => 2,
            var word => UsualValues.ContainsKey(word) ? 5 : 10,
        },
        { Kind: ArgumentKind.Array } => 15,
        _ => 30,
    };

    private static IEnumerable<JsonNode?> Guesses(ArgumentDefinition definition, int index)
    {
        if (index == 0 && definition.DefaultJson is { Length: < 80 } json && json is not "null" and not "\"\"")
        {
            yield return Parsed(json);
        }

        var values = definition.AllowedValues;
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[(i + index) % values.Count];
            yield return definition.Kind is ArgumentKind.String ? value : Parsed(value);
        }

        foreach (var guess in definition.Kind switch
        {
            ArgumentKind.String => Texts(definition, index).Select(static text => (JsonNode?)text),
            ArgumentKind.Integer or ArgumentKind.Number => Numbers(definition, index),
            ArgumentKind.Boolean => [true, false],
            ArgumentKind.Array => Lists(definition),
            ArgumentKind.Object => [Object(definition.Properties)],
            _ => definition.Alternatives.Count == 0 ? [new JsonObject()] : definition.Alternatives.OrderBy(Unlikelihood).Select(one => Of(one, index)),
        })
        {
            yield return guess;
        }
    }

    /// <summary>An object with what it must have.</summary>
    public static JsonObject Object(IEnumerable<ArgumentDefinition> properties)
    {
        var made = new JsonObject();
        foreach (var property in properties.Where(static property => property.IsRequired))
        {
            made[property.WireName] = Of(property);
        }

        return made;
    }

    private static IEnumerable<string> Texts(ArgumentDefinition definition, int index)
    {
        var words = Words.Of(definition.WireName);
        var usual = UsualFormats.GetValueOrDefault(definition.Format ?? "") ?? PlaceOf(definition, words) ?? UsualValues.GetValueOrDefault(words[^1]);
        var number = index == 0 ? "" : (index + 1).ToString(CultureInfo.InvariantCulture);
        if (usual is not null)
        {
            yield return usual + number;
        }

        yield return "example" + number;
        yield return Fitted("example", number, definition);
        foreach (var text in (definition.Pattern?.Sources ?? []).SelectMany(PatternExample.Of).Concat(UsualFormats.Values))
        {
            yield return text;
        }
    }

    /// <summary>A path that is seen to be a placeholder, where a relative folder would be wrong.</summary>
    private static string? PlaceOf(ArgumentDefinition definition, IReadOnlyList<string> words)
    {
        var description = definition.Description ?? "";
        var isFolder = words.Intersect(["directory", "dir", "folder"]).Any();
        var isFile = !isFolder && words.Intersect(["file", "filename", "filepath"]).Any();
        var isAbsolute = words.Contains("absolute") || description.Contains("absolute path", StringComparison.OrdinalIgnoreCase);
        if (!isAbsolute && !(isFile && words[^1] is "path" or "filepath"))
        {
            return null;
        }

        var extension = Extension().Match(description).Value;
        return isFolder || (!isFile && extension.Length == 0 && Folder().IsMatch(description)) ? "/path/to/folder" : $"/path/to/file{extension}";
    }

    // The ending of a file that the description names: "(.xlsx)", "report.csv".
    [GeneratedRegex(@"(?<![./][\w-]*)\.(?!com\b|org\b|io\b|net\b)[a-z][a-z0-9]{1,4}\b(?![./])", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();

    [GeneratedRegex(@"\b(directory|folder|repository|project|workspace)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Folder();

    // Cut or filled up to the length that is asked for.
    private static string Fitted(string text, string number, ArgumentDefinition definition)
    {
        var (least, most) = (Math.Min(definition.MinLength ?? 0, 4096), definition.MaxLength ?? int.MaxValue);
        var length = Math.Clamp(text.Length, Math.Max(0, least - number.Length), Math.Max(0, most - number.Length));
        return string.Concat(Enumerable.Repeat(text, (length / text.Length) + 1))[..length] + number;
    }

    // The smallest one from 1 up is the most natural.
    private static IEnumerable<JsonNode?> Numbers(ArgumentDefinition definition, int index)
    {
        var (least, most) = (definition.Minimum, definition.Maximum);
        var step = definition.MultipleOf;
        double?[] guesses =
        [
            1 + index, least + index, least + 1 + index, (least + most) / 2, least + 0.5, most - 0.5, most, most - 1, 0,
            Math.Ceiling(Math.Max(1, least ?? 1) / step ?? 1) * step, (Math.Floor((least ?? 0) / step ?? 1) + 1) * step,
        ];
        return guesses.Where(static guess => guess is { } value && double.IsFinite(value))
            .SelectMany(static guess => new[] { guess!.Value, Math.Ceiling(guess.Value), Math.Floor(guess.Value) })
            .Select(static value => Parsed(Digits(value == 0 ? 0 : value)));
    }

    private static string Digits(double value) =>
        Math.Abs(value) < 1e15 && value == Math.Floor(value) ? value.ToString("F0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);

    private static IEnumerable<JsonNode?> Lists(ArgumentDefinition definition)
    {
        foreach (var count in new[] { Math.Clamp(definition.MinItems ?? 1, 1, 100), definition.MinItems ?? 0 })
        {
            yield return new JsonArray([.. Enumerable.Range(0, count).Select(i => definition.Item is { } item ? Of(item, i) : JsonValue.Create("example"))]);
        }
    }

    private static bool Fits(ArgumentDefinition definition, JsonNode guess)
    {
        using var document = JsonDocument.Parse(guess.ToJsonString());
        return new ValueCheck([], new PatternBudget()).FitsWholly(definition, document.RootElement);
    }

    private static JsonNode? Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
