using McpSkillGen.Cli.Pages;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace McpSkillGen.Cli.Validation;

/// <summary>One key of the frontmatter.</summary>
/// <param name="Key">As it is written.</param>
/// <param name="Value">The text; null if the value is not a scalar.</param>
/// <param name="KeyPlace">Where the key begins.</param>
/// <param name="ValuePlace">Where the value begins.</param>
/// <param name="Inner">The keys of a mapping; null for anything else.</param>
internal sealed record Field(string Key, string? Value, Place KeyPlace, Place ValuePlace, IReadOnlyList<Field>? Inner);

/// <summary>Reads the frontmatter's keys with their places, as strictly as the specification's reference parser.</summary>
/// <remarks>
/// The reference parser is StrictYAML: every scalar is a string, and it rejects flow collections, tags, anchors, aliases and
/// repeated keys. This reads events instead of nodes, because only events keep the style.
/// </remarks>
internal sealed class Frontmatter
{
    // The YAML begins on the file's second line.
    private const int LinesBefore = 1;

    private readonly Findings _findings;
    private readonly Parser _parser;

    private Frontmatter(string yaml, Findings findings)
    {
        _findings = findings;
        _parser = new Parser(new StringReader(yaml));
    }

    /// <returns>The keys; null if the text is not a YAML mapping, which is then among the findings.</returns>
    /// <param name="text">The file.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static IReadOnlyList<Field>? Read(SkillText text, Findings findings)
    {
        // The parser would report the value before it.
        if (Array.FindIndex([.. text.Lines.Take(text.FrontmatterEnd)], static line => line.TrimStart(' ').StartsWith('\t')) is var tab and >= 0)
        {
            findings.Error("yaml", SkillText.FileName, new Place(tab + 1, text.Lines[tab].IndexOf('\t') + 1), "The line is indented with a tab.", "spaces", "Replace the tab with two spaces.");
            return null;
        }

        try
        {
            return new Frontmatter(text.Yaml, findings).ReadDocument();
        }
        catch (YamlException e)
        {
            var place = PlaceOf(e.Start);
            var line = text.Lines[Math.Min(place.Line, text.FrontmatterEnd) - 1];
            findings.Error(
                "yaml", SkillText.FileName, place, $"The frontmatter is not valid YAML: {Reason(e)}", "lines of 'key: \"value\"'", Remedy(line));
            return null;
        }
    }

    private List<Field>? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _) || !_parser.Accept<MappingStart>(out var start))
        {
            _findings.Error("yaml", SkillText.FileName, Place.Start, "The frontmatter has no keys.", "lines of 'key: \"value\"'", "Begin with name and description.");
            return null;
        }

        CheckStyle(start);
        return ReadMapping();
    }

    private List<Field> ReadMapping()
    {
        _parser.Consume<MappingStart>();
        var fields = new List<Field>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                Refuse(_parser.Current!, "A key that is not a string");
                _parser.SkipThisAndNestedEvents();
                _parser.SkipThisAndNestedEvents();
                continue;
            }

            if (fields.Any(field => field.Key == key.Value))
            {
                _findings.Error("repeated-key", SkillText.FileName, PlaceOf(key.Start), $"The key '{key.Value}' appears twice.", "each key once", "Remove one of them.");
            }

            fields.Add(ReadField(key));
        }

        return fields;
    }

    private Field ReadField(Scalar key)
    {
        var keyPlace = PlaceOf(key.Start);
        var value = _parser.Current!;
        CheckStyle(value);
        switch (value)
        {
            case Scalar scalar:
                _parser.MoveNext();
                return new Field(key.Value, scalar.Value, keyPlace, PlaceOf(scalar.Start), null);
            case MappingStart mapping:
                return new Field(key.Value, null, keyPlace, PlaceOf(mapping.Start), ReadMapping());
            default:
                _parser.SkipThisAndNestedEvents();
                return new Field(key.Value, null, keyPlace, PlaceOf(value.Start), null);
        }
    }

    private void CheckStyle(ParsingEvent value)
    {
        if (value is MappingStart { Style: MappingStyle.Flow } or SequenceStart { Style: SequenceStyle.Flow })
        {
            Refuse(value, "A value in braces or brackets");
        }

        if (value is AnchorAlias || value is NodeEvent { Anchor.IsEmpty: false })
        {
            Refuse(value, "An anchor or alias");
        }
        else if (value is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
        {
            Refuse(value, "A tag");
        }
    }

    private void Refuse(ParsingEvent value, string what) => _findings.Error(
        "yaml-subset", SkillText.FileName, PlaceOf(value.Start), $"{what} is rejected by the specification's parser.", "plain 'key: \"value\"' lines, nested by indentation", "Write the value in double quotes, or its keys on separate lines.");

    private static string Remedy(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var isUnquoted = colon > 0 && line[(colon + 2)..].Contains(": ", StringComparison.Ordinal) && !line[(colon + 2)..].TrimStart().StartsWith('"');
        return isUnquoted
            ? $"Put the value in double quotes, because it has ': ' inside: {line[..colon].Trim()}: \"…\""
            : "Put values in double quotes, and indent with spaces.";
    }

    // The exception's message repeats the position, and sometimes hides the reason in an inner exception.
    private static string Reason(YamlException e)
    {
        var text = (e.InnerException ?? e).Message;
        var sentence = text.LastIndexOf("): ", StringComparison.Ordinal) is var at and >= 0 ? text[(at + 3)..] : text;
        return sentence.TrimEnd('.') + ".";
    }

    private static Place PlaceOf(Mark mark) => new((int)mark.Line + LinesBefore, (int)mark.Column);
}
