using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// Turns flags into the JSON object that <c>tools/call</c> sends, and finds everything that is wrong with them at once.
/// What is absent is omitted; nothing is ever sent as null that was not written as null.
/// </summary>
internal sealed class ArgumentBinder(ParseResult parsed, List<string> problems)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    // Enough to know a value again in a message.
    private const int MaxShownLength = 60;

    /// <returns>One JSON object, UTF-8; meaningless when there are problems.</returns>
    public ReadOnlyMemory<byte> Bind(IReadOnlyList<Flag> flags)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance }))
        {
            WriteObject(writer, flags);
        }

        return json.WrittenMemory;
    }

    private void WriteObject(Utf8JsonWriter writer, IReadOnlyList<Flag> flags)
    {
        writer.WriteStartObject();
        foreach (var flag in flags)
        {
            if (IsGiven(flag))
            {
                writer.WritePropertyName(flag.Definition.WireName);
                WriteValue(writer, flag);
            }
            else if (flag.Definition.IsRequired)
            {
                var description = Summary(flag.Definition);
                problems.Add($"{flag.Name} is missing; expected {Expected(flag.Definition)}{(description.Length > 0 ? $": {description}" : ".")}");
            }
        }

        writer.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter writer, Flag flag)
    {
        if (flag.Given(parsed) is not { } given)
        {
            WriteObject(writer, flag.Properties);
            return;
        }

        if (flag.Properties.FirstOrDefault(IsGiven) is { } part)
        {
            problems.Add($"{flag.Name} and {part.Name} are both given; give the whole object or its parts.");
        }

        var texts = given.Select(argument => TextSource.Read(argument, flag.Name, problems)).OfType<string>().ToArray();
        switch (texts)
        {
            case []:
                writer.WriteNullValue();
                break;
            case [var whole] when flag.Definition.Kind is ArgumentKind.Array && IsJson(whole, JsonValueKind.Array):
                writer.WriteRawValue(whole);
                break;
            case var items when flag.Definition is { Kind: ArgumentKind.Array, Item: { } item }:
                writer.WriteStartArray();
                foreach (var text in items)
                {
                    WriteScalar(writer, flag.Name, item, text);
                }

                writer.WriteEndArray();
                break;
            case [var text]:
                WriteScalar(writer, flag.Name, flag.Definition, text);
                break;
            default:
                problems.Add($"{flag.Name} is given {texts.Length} times; expected {Expected(flag.Definition)} once.");
                writer.WriteNullValue();
                break;
        }
    }

    private void WriteScalar(Utf8JsonWriter writer, string name, ArgumentDefinition definition, string text)
    {
        var written = definition.Kind switch
        {
            ArgumentKind.String => WriteString(writer, definition, text),
            ArgumentKind.Integer => WriteInteger(writer, text.Trim()),
            ArgumentKind.Number => WriteNumber(writer, text),
            ArgumentKind.Boolean => WriteBoolean(writer, text),
            ArgumentKind.Object => WriteJson(writer, text, JsonValueKind.Object),
            ArgumentKind.Array => WriteJson(writer, text, JsonValueKind.Array),
            _ => WriteAnything(writer, text),
        };
        if (!written)
        {
            problems.Add($"{name} is '{Shortened(text, MaxShownLength)}'; expected {Expected(definition)}.{DidYouMean(definition, text)}");
            writer.WriteNullValue();
        }
    }

    private static bool WriteString(Utf8JsonWriter writer, ArgumentDefinition definition, string text)
    {
        if (definition.AllowedValues.Count > 0 && !definition.AllowedValues.Contains(text, StringComparer.Ordinal))
        {
            return false;
        }

        writer.WriteStringValue(text);
        return true;
    }

    private static bool WriteInteger(Utf8JsonWriter writer, string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            writer.WriteNumberValue(value);
            return true;
        }

        // Beyond 64 bits the digits themselves are the value.
        var isLong = text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0 && IsJson(text, JsonValueKind.Number);
        if (isLong)
        {
            writer.WriteRawValue(text);
        }

        return isLong;
    }

    private static bool WriteNumber(Utf8JsonWriter writer, string text)
    {
        // The caller's own digits, where they are JSON: 0.10 stays 0.10.
        if (IsJson(text, JsonValueKind.Number))
        {
            writer.WriteRawValue(text);
            return true;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return false;
        }

        writer.WriteNumberValue(value);
        return true;
    }

    private static bool WriteBoolean(Utf8JsonWriter writer, string text)
    {
        if (!bool.TryParse(text, out var value))
        {
            return false;
        }

        writer.WriteBooleanValue(value);
        return true;
    }

    private static bool WriteJson(Utf8JsonWriter writer, string text, JsonValueKind kind)
    {
        if (!IsJson(text, kind))
        {
            return false;
        }

        writer.WriteRawValue(text);
        return true;
    }

    // Text that was not meant as JSON is a string; text that begins like JSON and is not is a mistake.
    private static bool WriteAnything(Utf8JsonWriter writer, string text)
    {
        if (IsJson(text, null))
        {
            writer.WriteRawValue(text);
            return true;
        }

        if (text.AsSpan().TrimStart() is ['{' or '[' or '"', ..])
        {
            return false;
        }

        writer.WriteStringValue(text);
        return true;
    }

    private static bool IsJson(string text, JsonValueKind? kind)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return kind is null || document.RootElement.ValueKind == kind;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool IsGiven(Flag flag) => flag.Given(parsed) is not null || flag.Properties.Any(IsGiven);

    private static string Expected(ArgumentDefinition definition) => definition switch
    {
        { AllowedValues: { Count: > 0 } values } => $"one of {string.Join(", ", values)}",
        { Kind: ArgumentKind.String } => "a string",
        { Kind: ArgumentKind.Integer } => "an integer",
        { Kind: ArgumentKind.Number } => "a number",
        { Kind: ArgumentKind.Boolean } => "true or false",
        { Kind: ArgumentKind.Object } => "a JSON object",
        { Kind: ArgumentKind.Array, Item: { } item } => $"{Expected(item)} each time, or a JSON array",
        { Kind: ArgumentKind.Array } => "a JSON array",
        _ => "JSON",
    };

    private static string DidYouMean(ArgumentDefinition definition, string text) =>
        definition.AllowedValues.Count > 0 && Suggestion.Nearest(text, definition.AllowedValues) is { } nearest
            ? $" Did you mean {nearest}?"
            : "";

    private static string Summary(ArgumentDefinition definition)
    {
        const int MaxLength = 80;
        return Shortened((definition.Description ?? "").Split('\n')[0].Trim(), MaxLength);
    }

    private static string Shortened(string text, int maxLength) =>
        PlainLine.Of(text.Length > maxLength ? string.Concat(text.AsSpan(0, maxLength), "…") : text);
}
