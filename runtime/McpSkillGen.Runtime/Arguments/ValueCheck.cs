using System.Globalization;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>Checks the values of one call against their definitions.</summary>
/// <param name="problems">Receives a sentence for each mistake.</param>
/// <param name="patterns">The time for the patterns of the whole call.</param>
internal sealed class ValueCheck(List<string> problems, PatternBudget patterns)
{
    // Enough to recognise a value in a message.
    private const int MaxShownLength = 60;

    /// <summary>Whether a text has an allowed value and length, and may match the pattern.</summary>
    public bool Fits(ArgumentDefinition definition, string text)
    {
        if (definition.AllowedValues.Count > 0)
        {
            return definition.AllowedValues.Contains(text, StringComparer.Ordinal);
        }

        if (definition.MinLength is not null || definition.MaxLength is not null)
        {
            // JSON Schema counts code points: a surrogate pair is one.
            var length = 0;
            foreach (var _ in text.EnumerateRunes())
            {
                length++;
            }

            if (length < definition.MinLength || length > definition.MaxLength)
            {
                return false;
            }
        }

        return definition.Pattern is null || patterns.MayMatch(definition.Pattern, text);
    }

    /// <summary>Whether a number is allowed: its value, its range, and what it is a multiple of.</summary>
    /// <param name="definition">What is allowed.</param>
    /// <param name="digits">The number in JSON.</param>
    public static bool FitsNumber(ArgumentDefinition definition, string digits)
    {
        if (definition.AllowedValues.Count > 0)
        {
            return definition.AllowedValues.Any(allowed => SameNumber(allowed, digits));
        }

        // Out of range, a double is infinite, which compares correctly.
        var value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        var isTooSmall = definition.IsMinimumExclusive ? value <= definition.Minimum : value < definition.Minimum;
        var isTooGreat = definition.IsMaximumExclusive ? value >= definition.Maximum : value > definition.Maximum;
        return !isTooSmall && !isTooGreat && MayBeMultiple(digits, definition.MultipleOf);
    }

    /// <summary>Whether JSON Schema calls a number an integer: it has no fraction, as 5.0 and 1e3 have none.</summary>
    /// <param name="digits">The number in JSON.</param>
    public static bool IsWhole(string digits) =>
        !digits.AsSpan().ContainsAny('.', 'e', 'E')
        || (decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value == decimal.Truncate(value)
            : double.IsInteger(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture)));

    /// <summary>Whether the number of items is allowed.</summary>
    public static bool FitsCount(ArgumentDefinition definition, int count) =>
        !(count < definition.MinItems) && !(count > definition.MaxItems);

    /// <summary>Checks a JSON value and everything in it.</summary>
    /// <param name="place">What the value is called in a message: <c>--filter.range.to</c>.</param>
    /// <param name="definition">What is allowed.</param>
    /// <param name="value">The value.</param>
    public void Check(string place, ArgumentDefinition definition, JsonElement value)
    {
        if (!(value.ValueKind is JsonValueKind.Null ? IsNullAllowed(definition) : FitsHere(definition, value)))
        {
            problems.Add(Unexpected(place, value.TextOrJson(), definition));
        }
        else if (value.ValueKind is not JsonValueKind.Null)
        {
            CheckWithin(place, definition, value);
        }
    }

    /// <summary>Whether a value and everything in it is allowed.</summary>
    public bool FitsWholly(ArgumentDefinition definition, JsonElement value) => ProblemsOf("", definition, value).Count == 0;

    /// <summary>Whether a JSON value has the type that a definition asks for.</summary>
    public static bool IsOfKind(ArgumentDefinition definition, JsonElement value) => (definition.Kind, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => IsNullAllowed(definition),
        (ArgumentKind.String, JsonValueKind.String) => true,
        (ArgumentKind.Integer, JsonValueKind.Number) => IsWhole(value.GetRawText()),
        (ArgumentKind.Number, JsonValueKind.Number) => true,
        (ArgumentKind.Boolean, JsonValueKind.True or JsonValueKind.False) => true,
        (ArgumentKind.Array, JsonValueKind.Array) => true,
        (ArgumentKind.Object, JsonValueKind.Object) => true,
        (ArgumentKind.Json, _) => definition.Alternatives.Count == 0 || definition.Alternatives.Any(inner => IsOfKind(inner, value)),
        _ => false,
    };

    /// <summary>The sentence for a value that is not allowed.</summary>
    public static string Unexpected(string place, string shown, ArgumentDefinition definition) =>
        $"{place} is '{Shortened(shown, MaxShownLength)}'; expected {Expectation.Of(definition)}.{Shape(definition)}{DidYouMean(definition, shown)}";

    /// <summary>The JSON that an object, or a list of objects, takes, as a sentence.</summary>
    public static string Shape(ArgumentDefinition definition) =>
        (definition.Kind is ArgumentKind.Array ? definition.Item : definition) is { Kind: ArgumentKind.Object, Properties.Count: > 0 }
        && JsonShape.Whole(definition) is { } shape ? $" Its JSON: {shape.Text}." : "";

    public static string Shortened(string text, int maxLength) =>
        PlainLine.Of(text.Length > maxLength ? string.Concat(text.AsSpan(0, maxLength), "…") : text);

    // The value itself. What it contains is checked separately, with its own messages.
    private bool FitsHere(ArgumentDefinition definition, JsonElement value) => definition.Kind switch
    {
        ArgumentKind.String => value.ValueKind is JsonValueKind.String && Fits(definition, value.AsText()),
        ArgumentKind.Integer => value.ValueKind is JsonValueKind.Number && IsWhole(value.GetRawText()) && FitsNumber(definition, value.GetRawText()),
        ArgumentKind.Number => value.ValueKind is JsonValueKind.Number && FitsNumber(definition, value.GetRawText()),
        ArgumentKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False && IsAllowedJson(definition, value),
        ArgumentKind.Array => value.ValueKind is JsonValueKind.Array && FitsCount(definition, value.GetArrayLength())
            && (!definition.HasUniqueItems || AreDifferent(value)) && IsAllowedJson(definition, value),
        ArgumentKind.Object => value.ValueKind is JsonValueKind.Object && IsAllowedJson(definition, value),
        _ => IsAllowedJson(definition, value) && (definition.Alternatives.Count == 0 || IsOfKind(definition, value)),
    };

    private void CheckWithin(string place, ArgumentDefinition definition, JsonElement value)
    {
        switch (definition.Kind)
        {
            case ArgumentKind.Array when value.ValueKind is JsonValueKind.Array && definition.Item is { } item:
                var index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Check($"{place}[{index++}]", item, element);
                }

                break;
            case ArgumentKind.Object when value.ValueKind is JsonValueKind.Object:
                CheckProperties(place, definition, value);
                break;
            case ArgumentKind.Json when definition.Alternatives.Count > 0:
                CheckAlternatives(place, definition, value);
                break;
        }
    }

    // One alternative of the value's type is the one that is meant. Of several, what is wrong with the nearest says most.
    private void CheckAlternatives(string place, ArgumentDefinition definition, JsonElement value)
    {
        var found = definition.Alternatives.Where(alternative => IsOfKind(alternative, value))
            .Select(alternative => ProblemsOf(place, alternative, value)).ToArray();
        var nearest = found.MinBy(static problems => problems.Count) ?? [];
        if (nearest.Count > 0)
        {
            problems.AddRange(found.Length == 1 ? nearest : [Unexpected(place, value.TextOrJson(), definition), .. nearest.Take(1)]);
        }
    }

    private List<string> ProblemsOf(string place, ArgumentDefinition definition, JsonElement value)
    {
        var found = new List<string>();
        new ValueCheck(found, patterns).Check(place, definition, value);
        return found;
    }

    private void CheckProperties(string place, ArgumentDefinition definition, JsonElement value)
    {
        foreach (var property in definition.Properties)
        {
            if (property.IsRequired && !value.TryGetProperty(property.WireName, out _))
            {
                problems.Add($"{place}.{property.WireName} is missing; expected {Expectation.Of(property)}.");
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            var name = member.Name;
            if ((definition.Properties.FirstOrDefault(property => property.WireName == name) ?? definition.Value) is { } known)
            {
                Check($"{place}.{name}", known, member.Value);
            }
            else if (definition.IsClosed)
            {
                var similar = Suggestion.DidYouMean(name, definition.Properties.Select(static property => property.WireName));
                problems.Add($"{place} has no property '{Shortened(name, MaxShownLength)}'.{similar}");
            }
        }
    }

    private static bool IsNullAllowed(ArgumentDefinition definition) =>
        definition.IsNullable
        || (definition.Kind is ArgumentKind.Json && definition is { Alternatives.Count: 0, AllowedValues.Count: 0 })
        || definition.AllowedValues.Contains("null") && definition.Kind is not ArgumentKind.String
        || definition.Alternatives.Any(IsNullAllowed);

    private static bool IsAllowedJson(ArgumentDefinition definition, JsonElement value)
    {
        if (definition.AllowedValues.Count == 0)
        {
            return true;
        }

        foreach (var allowed in definition.AllowedValues)
        {
            using var document = JsonDocument.Parse(allowed);
            if (JsonElement.DeepEquals(document.RootElement, value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreDifferent(JsonElement array)
    {
        JsonElement[] items = [.. array.EnumerateArray()];
        for (var i = 0; i < items.Length; i++)
        {
            for (var j = i + 1; j < items.Length; j++)
            {
                if (JsonElement.DeepEquals(items[i], items[j]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool SameNumber(string one, string other) =>
        one == other
        || (double.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
            && double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            && a.Equals(b));

    // In decimal, because 0.3 is not a multiple of 0.1 in binary. Numbers that decimal cannot hold are left to the server.
    private static bool MayBeMultiple(string digits, double? factor) =>
        factor is not { } given
        || !decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        || !decimal.TryParse(given.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var unit)
        || unit == 0
        || value % unit == 0;

    private static string DidYouMean(ArgumentDefinition definition, string text) =>
        definition.AllowedValues.Count > 1 ? Suggestion.DidYouMean(text, definition.AllowedValues) : "";
}
