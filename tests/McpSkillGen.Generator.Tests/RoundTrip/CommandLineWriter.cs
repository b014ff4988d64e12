using System.Text.Json;
using System.Text.RegularExpressions;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>
/// Says given arguments as somebody would who has read docs/command-line.md and nothing else: one of the ways that there
/// are for each value, at random.
/// </summary>
/// <param name="tool">The flags.</param>
/// <param name="random">Which of the ways.</param>
/// <param name="folder">For values that are given as files.</param>
internal sealed partial class CommandLineWriter(ToolDefinition tool, Random random, string folder)
{
    private static readonly string[] OfEveryCommand =
        ["--json", "--output", "--timeout", "--max-bytes", "--no-keep-alive", "--quiet", "--help", "-h", "-?"];

    private readonly Dictionary<string, int> _names = Names(tool.Arguments, "--", "--")
        .Concat(OfEveryCommand).GroupBy(static name => name, StringComparer.Ordinal)
        .ToDictionary(static same => same.Key, static same => same.Count(), StringComparer.Ordinal);

    private readonly bool _hasFractions = random.Next(2) == 0;
    private int _files;

    /// <summary>The arguments as flags. Properties that have no flag are no part of it: see <see cref="WithoutUnlisted"/>.</summary>
    public string[] Write(JsonElement arguments)
    {
        var given = Parts("--", "--", tool.Arguments, arguments).ToArray();
        random.Shuffle(given);
        return [.. given.SelectMany(static one => one)];
    }

    /// <summary>The properties that have flags. Another one, where the schema allows any, goes through <c>call</c> only.</summary>
    public static string WithoutUnlisted(ToolDefinition tool, JsonElement arguments) => JsonSerializer.Serialize(arguments.EnumerateObject()
        .Where(member => tool.Arguments.Any(argument => argument.WireName == member.Name))
        .ToDictionary(static member => member.Name, static member => member.Value));

    // Each part is what belongs to one value, and stays together and in order.
    private IEnumerable<string[]> Parts(string path, string wirePath, IReadOnlyList<ArgumentDefinition> definitions, JsonElement given) =>
        given.EnumerateObject().SelectMany(member =>
        {
            var definition = definitions.First(one => one.WireName == member.Name);
            return Part(path + definition.FlagName, wirePath + definition.WireName, definition, member.Value);
        });

    private IEnumerable<string[]> Part(string name, string wireName, ArgumentDefinition definition, JsonElement value)
    {
        // An object without properties has no parts to be given.
        if (value.ValueKind is JsonValueKind.Object && definition.Properties.Count > 0 && value.EnumerateObject().Any() && Maybe()
            && value.EnumerateObject().All(member => definition.Properties.Any(property => property.WireName == member.Name)))
        {
            return Parts(name + ".", wireName + ".", definition.Properties, value);
        }

        var spelling = definition.WireName.Length > 0 && PlainName().IsMatch(wireName) && _names[wireName] == 1 && Maybe() ? wireName : name;
        return definition.Kind is ArgumentKind.Boolean && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? [Switch(spelling, value.GetBoolean())]
            : [[.. Texts(definition, value).SelectMany(text => Flag(spelling, text))]];
    }

    private string[] Switch(string name, bool isOn)
    {
        var denial = "--no-" + name[2..];
        return isOn && Maybe() ? [name]
            : !isOn && Maybe() && !_names.ContainsKey(denial) ? [denial]
            : [$"{name}={(isOn ? "true" : "false")}"];
    }

    private string[] Flag(string name, string text)
    {
        var value = text is "-" || random.Next(20) == 0 ? "@" + File(text) : text is ['@', ..] ? "@" + text : text;
        return Maybe() ? [$"{name}={value}"] : [name, value];
    }

    private string File(string text)
    {
        var path = Path.Combine(folder, $"{_files++}.txt");
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>What is given for a value: several texts for a repeated flag.</summary>
    private string[] Texts(ArgumentDefinition definition, JsonElement value)
    {
        var whole = value.GetRawText();
        if (value.ValueKind is JsonValueKind.Null)
        {
            return [whole];
        }

        switch (definition)
        {
            case { Kind: ArgumentKind.Array, Item: { } item } when value.GetArrayLength() > 0 && Maybe():
                string[] items = [.. value.EnumerateArray().Select(element => Text(item, element))];

                // One item that looks like a whole list, or like no list at all, would be taken for that.
                return items is [var only] && LooksLike(only, JsonValueKind.Array, JsonValueKind.Null) ? [whole] : items;
            case { Kind: ArgumentKind.Object, Value: { } values, Properties.Count: 0 }
                when value.EnumerateObject().Any() && Maybe() && value.EnumerateObject().All(static member => IsPlainKey(member.Name)):
                return [.. value.EnumerateObject().Select(member => $"{member.Name}={Text(values, member.Value)}")];
            case { Kind: ArgumentKind.Json } when value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > 1 && Maybe()
                && definition.Alternatives.Where(static one => one.Kind is ArgumentKind.Array).ToArray() is [{ Item: { } item }]:
                return [.. value.EnumerateArray().Select(element => Text(item, element))];
            default:
                return [Text(definition, value)];
        }
    }

    private string Text(ArgumentDefinition definition, JsonElement value)
    {
        var json = value.GetRawText();
        if (value.ValueKind is not JsonValueKind.String)
        {
            // 5.0 is the integer 5 to JSON Schema, which knows numbers and not how they are spelled. In one list they are spelled alike:
            // that two different spellings are one value, and given twice, is the server's to find.
            return definition.Kind is ArgumentKind.Integer && value.ValueKind is JsonValueKind.Number && _hasFractions ? json + ".0" : json;
        }

        var text = value.GetString()!;
        return definition switch
        {
            { Kind: ArgumentKind.String } => definition.IsNullable && text == "null" ? "\"null\"" : text,

            // Where other types are allowed, JSON of one of them is that, and so is a JSON string.
            { Kind: ArgumentKind.Json, Alternatives.Count: > 0 } when definition.Alternatives.Any(static one => one.Kind is ArgumentKind.String) =>
                IsTaken(definition, text) || Maybe() ? json : text,
            { Kind: ArgumentKind.Json, Alternatives.Count: 0, AllowedValues.Count: 0 } =>
                LooksLikeJson(text) || text.TrimStart() is ['{' or '[' or '"', ..] || Maybe() ? json : text,
            _ => json,
        };
    }

    private bool Maybe() => random.Next(2) == 0;

    private static bool IsPlainKey(string name) => name.Length > 0 && !name.Contains('=') && name.TrimStart() is not ['{', ..];

    // A null looks like nothing but itself, wherever it is allowed.
    private static bool IsTaken(ArgumentDefinition definition, string text) =>
        KindOf(text) is { } kind
        && (kind is JsonValueKind.Null || definition.Alternatives.Any(one => one.Kind switch
        {
            ArgumentKind.String => kind is JsonValueKind.String,
            ArgumentKind.Integer or ArgumentKind.Number => kind is JsonValueKind.Number,
            ArgumentKind.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            ArgumentKind.Array => kind is JsonValueKind.Array,
            ArgumentKind.Object => kind is JsonValueKind.Object,
            _ => true,
        }));

    private static bool LooksLikeJson(string text) => KindOf(text) is not null;

    private static bool LooksLike(string text, params JsonValueKind[] kinds) => KindOf(text) is { } kind && kinds.Contains(kind);

    private static JsonValueKind? KindOf(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Names(IEnumerable<ArgumentDefinition> arguments, string path, string wirePath) =>
        arguments.SelectMany(argument => (string[])
        [
            .. new[] { path + argument.FlagName, wirePath + argument.WireName }.Distinct(),
            .. Names(argument.Properties, path + argument.FlagName + ".", wirePath + argument.WireName + "."),
        ]);

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]+\z")]
    private static partial Regex PlainName();
}
