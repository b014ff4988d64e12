using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>Writes the texts given for one flag as the JSON that its definition asks for, or says why that is not possible.</summary>
internal sealed class TextValue(Utf8JsonWriter writer, List<string> problems, PatternBudget patterns)
{
    // What an array takes if its schema does not say.
    private static readonly ArgumentDefinition Anything = new() { WireName = "", FlagName = "", Kind = ArgumentKind.Json };

    private readonly ValueCheck _check = new(problems, patterns);

    /// <param name="name">The flag, for messages.</param>
    /// <param name="definition">What it takes.</param>
    /// <param name="texts">The given texts; at least one.</param>
    public void Write(string name, ArgumentDefinition definition, IReadOnlyList<string> texts)
    {
        if (definition.Kind is ArgumentKind.Json && texts.Count > 1)
        {
            ArgumentDefinition[] lists = [.. definition.Alternatives.Where(static alternative => alternative.Kind is ArgumentKind.Array)];
            definition = Array.Find(lists, list => texts.All(text => TakesItem(list, text))) ?? lists.FirstOrDefault() ?? definition;
        }

        switch (definition)
        {
            case { Kind: ArgumentKind.Array, Item.Kind: ArgumentKind.Array } when texts is [var row] && AsRow(row) is { } corrected:
                writer.WriteNullValue();
                problems.Add($"{name} is '{ValueCheck.Shortened(row, 60)}'; a row is a JSON array, and {name} takes rows. Did you mean {name} {ShellWord.Of(corrected)}?");
                break;
            case { Kind: ArgumentKind.Array } when texts is [var whole] && (IsNull(definition, whole) || IsJson(whole, JsonValueKind.Array)):
                WriteOne(name, definition, whole);
                break;
            case { Kind: ArgumentKind.Array }:
                WriteItems(name, definition, definition.Item ?? Anything, texts);
                break;
            case { Kind: ArgumentKind.Object, Value: { } value, Properties.Count: 0 } when texts.Count > 1 || IsPair(texts[0]):
                WritePairs(name, definition, value, texts);
                break;
            default:
                if (texts.Count > 1)
                {
                    problems.Add($"{name} is given {texts.Count} times; expected {Expectation.Of(definition)} once.");
                }

                WriteOne(name, definition, texts[0]);
                break;
        }
    }

    private void WriteItems(string name, ArgumentDefinition definition, ArgumentDefinition item, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray();
        for (var i = 0; i < texts.Count; i++)
        {
            WriteOne(texts.Count > 1 && item.Kind is (ArgumentKind.Object or ArgumentKind.Array) ? $"{name} #{i + 1}" : name, item, texts[i]);
        }

        writer.WriteEndArray();
        if (!ValueCheck.FitsCount(definition, texts.Count))
        {
            problems.Add($"{name} is given {(texts.Count == 1 ? "once" : $"{texts.Count} times")}; expected {Expectation.Of(definition)}.");
        }
        else if (definition.HasUniqueItems && texts.Distinct(StringComparer.Ordinal).Count() < texts.Count)
        {
            problems.Add($"{name} is given the same value twice; expected {Expectation.Of(definition)}.");
        }
    }

    private void WritePairs(string name, ArgumentDefinition definition, ArgumentDefinition value, IReadOnlyList<string> texts)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var text in texts)
        {
            if (!IsPair(text))
            {
                problems.Add(ValueCheck.Unexpected(name, text, definition));
                continue;
            }

            var (key, given) = (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..]);
            if (!names.Add(key))
            {
                problems.Add($"{name} is given '{ValueCheck.Shortened(key, 60)}' twice.");
            }

            writer.WritePropertyName(key);
            WriteOne($"{name}.{key}", definition.Properties.FirstOrDefault(property => property.WireName == key) ?? value, given);
        }

        writer.WriteEndObject();
    }

    private void WriteOne(string name, ArgumentDefinition definition, string text)
    {
        if (IsNull(definition, text))
        {
            writer.WriteNullValue();
            return;
        }

        var written = definition.Kind switch
        {
            ArgumentKind.String => WriteString(definition, text),
            ArgumentKind.Integer => WriteInteger(definition, text.Trim()),
            ArgumentKind.Number => WriteNumber(definition, text),
            ArgumentKind.Boolean => WriteBoolean(definition, text),
            ArgumentKind.Object or ArgumentKind.Array => WriteJson(name, definition, text),
            _ when definition.AllowedValues.Count > 0 => WriteAllowed(definition, text),
            _ when definition.Alternatives.Count > 0 => WriteAlternative(name, definition, text),
            _ => WriteAnything(text),
        };
        if (!written)
        {
            problems.Add(ValueCheck.Unexpected(name, text, definition));
            writer.WriteNullValue();
        }
    }

    private bool WriteString(ArgumentDefinition definition, string text)
    {
        // If null means JSON null, the text "null" is written with quotes.
        var value = definition.IsNullable && text == "\"null\"" ? "null" : text;
        if (!_check.Fits(definition, value))
        {
            return false;
        }

        writer.WriteStringValue(value);
        return true;
    }

    private bool WriteInteger(ArgumentDefinition definition, string text)
    {
        var isShort = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        if (!(isShort || (IsJson(text, JsonValueKind.Number) && ValueCheck.IsWhole(text))) || !ValueCheck.FitsNumber(definition, text))
        {
            return false;
        }

        if (isShort)
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteRawValue(WithoutFraction(text));
        }

        return true;
    }

    // Not every server accepts 5.0 as an integer. Numbers of more than 28 digits stay as they are.
    private static string WithoutFraction(string digits) =>
        digits.AsSpan().ContainsAny('.', 'e', 'E') && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? decimal.Truncate(value).ToString(CultureInfo.InvariantCulture)
            : digits;

    private bool WriteNumber(ArgumentDefinition definition, string text)
    {
        // If the text is JSON, its digits are kept: 0.10 stays 0.10.
        var isJson = IsJson(text, JsonValueKind.Number);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || !(isJson || double.IsFinite(value))
            || !ValueCheck.FitsNumber(definition, text))
        {
            return false;
        }

        if (isJson)
        {
            writer.WriteRawValue(text);
        }
        else
        {
            writer.WriteNumberValue(value);
        }

        return true;
    }

    private bool WriteBoolean(ArgumentDefinition definition, string text)
    {
        if (!bool.TryParse(text, out var value) || (definition.AllowedValues.Count > 0 && !definition.AllowedValues.Contains(value ? "true" : "false")))
        {
            return false;
        }

        writer.WriteBooleanValue(value);
        return true;
    }

    private bool WriteJson(string name, ArgumentDefinition definition, string text)
    {
        if (Parse(text) is not { } document)
        {
            return false;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != (definition.Kind is ArgumentKind.Array ? JsonValueKind.Array : JsonValueKind.Object))
            {
                return false;
            }

            _check.Check(name, definition, document.RootElement);
            writer.WriteRawValue(text);
            return true;
        }
    }

    // Text that is JSON of one of the alternatives' types is taken as that; any other as a string, as one item of a list, or as
    // one property of a map, if that is an alternative.
    private bool WriteAlternative(string name, ArgumentDefinition definition, string text)
    {
        using var document = Parse(text);
        if (document is not null && ValueCheck.IsOfKind(definition, document.RootElement))
        {
            _check.Check(name, definition, document.RootElement);
            writer.WriteRawValue(text);
            return true;
        }

        var alternatives = definition.Alternatives;
        if (alternatives.FirstOrDefault(static alternative => alternative.Kind is ArgumentKind.String) is { } mayBeText)
        {
            return WriteString(mayBeText, text);
        }

        if (document is null && text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            // It was meant as JSON.
            return false;
        }

        var other = alternatives.FirstOrDefault(alternative => alternative.Kind is ArgumentKind.Array && TakesItem(alternative, text))
            ?? alternatives.FirstOrDefault(alternative => alternative is { Kind: ArgumentKind.Object, Value: not null } && IsPair(text));
        if (other is not null)
        {
            Write(name, other, [text]);
        }

        return other is not null;
    }

    private static bool TakesItem(ArgumentDefinition list, string text)
    {
        var item = list.Item ?? Anything;
        if (item is { Kind: ArgumentKind.String } or { Kind: ArgumentKind.Json, Alternatives.Count: 0 }
            || item.Alternatives.Any(static one => one.Kind is ArgumentKind.String))
        {
            return true;
        }

        using var document = Parse(text);
        return document is not null && ValueCheck.IsOfKind(item, document.RootElement);
    }

    // An allowed value in JSON, or the text of an allowed string.
    private bool WriteAllowed(ArgumentDefinition definition, string text)
    {
        var allowed = definition.AllowedValues.FirstOrDefault(value => value == text) ?? definition.AllowedValues.FirstOrDefault(value => IsText(value, text));
        if (allowed is null)
        {
            return false;
        }

        writer.WriteRawValue(allowed);
        return true;
    }

    // Text that does not look like JSON is a string; text that begins like JSON must be valid JSON.
    private bool WriteAnything(string text)
    {
        using var document = Parse(text);
        if (document is not null)
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

    /// <summary>One row that was given flat, "[3,4]" or "3,4", as a list of rows; null if it is none.</summary>
    private static string? AsRow(string text)
    {
        if (Parse(text) is { } document)
        {
            using (document)
            {
                var root = document.RootElement;
                return root.ValueKind switch
                {
                    JsonValueKind.Array when root.EnumerateArray().Any(IsCell) && root.EnumerateArray().All(IsCellOrNull) => $"[{root.GetRawText()}]",
                    JsonValueKind.Array => null,
                    _ => IsCell(root) ? $"[[{root.GetRawText()}]]" : null,
                };
            }
        }

        var cells = text.Split(',').Select(static cell => IsJson(cell, JsonValueKind.Number)
            ? cell.Trim()
            : Encoding.UTF8.GetString(PlainJson.Write(writer => writer.WriteStringValue(cell.Trim())).Span));
        return text.AsSpan().TrimStart() is ['[' or '{', ..] ? null : $"[[{string.Join(',', cells)}]]";
    }

    private static bool IsCell(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.String or JsonValueKind.True or JsonValueKind.False;

    private static bool IsCellOrNull(JsonElement value) => value.ValueKind is JsonValueKind.Null || IsCell(value);

    private static bool IsText(string json, string text)
    {
        using var document = Parse(json);
        return document is { RootElement: { ValueKind: JsonValueKind.String } value } && value.AsText() == text;
    }

    private static bool IsNull(ArgumentDefinition definition, string text) => text == "null" && definition.IsNullable;

    private static bool IsPair(string text) => text.IndexOf('=') > 0 && text.AsSpan().TrimStart() is not ['{', ..];

    private static bool IsJson(string text, JsonValueKind kind)
    {
        using var document = Parse(text);
        return document?.RootElement.ValueKind == kind;
    }

    private static JsonDocument? Parse(string text) =>
        ForeignJson.TryParse(Encoding.UTF8.GetBytes(text), out var document, out _) ? document : null;
}
