using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>
/// Turns flags into the JSON object that <c>tools/call</c> sends, and adds a problem for everything that is wrong with them.
/// What is absent is omitted; nothing is ever sent as null that was not written as null.
/// </summary>
internal sealed class ArgumentBinder(ParsedLine line)
{
    private readonly PatternBudget _patterns = new();

    /// <returns>One JSON object, UTF-8; meaningless when there are problems.</returns>
    public ReadOnlyMemory<byte> Bind(IReadOnlyList<ToolFlag> flags) => PlainJson.Write(writer => WriteObject(writer, flags));

    private void WriteObject(Utf8JsonWriter writer, IReadOnlyList<ToolFlag> flags)
    {
        writer.WriteStartObject();
        foreach (var flag in flags)
        {
            if (IsGiven(flag))
            {
                writer.WritePropertyName(flag.Definition.WireName);
                WriteValue(writer, flag);
            }
            else if (RequiredDefault.Of(flag.Definition) is { } json)
            {
                writer.WritePropertyName(flag.Definition.WireName);
                writer.WriteRawValue(json);
            }
            else if (flag.Definition.IsRequired)
            {
                var description = Summary(flag.Definition);
                line.Problems.Add($"{flag.Name} is missing; expected {Expectation.Of(flag.Definition)}{(description.Length > 0 ? $": {description}" : ".")}");
            }
        }

        writer.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter writer, ToolFlag flag)
    {
        if (line.TextsOf(flag) is not { } given)
        {
            WriteObject(writer, flag.Properties);
            return;
        }

        if (flag.Properties.FirstOrDefault(IsGiven) is { } part)
        {
            line.Problems.Add($"{flag.Name} and {part.Name} are both given; give the whole object or its parts.");
        }

        var texts = given.Select(argument => TextSource.Read(argument, flag.Name, line.Problems)).OfType<string>().ToArray();
        if (texts.Length == 0)
        {
            // A file cannot be read, and the problem was added.
            writer.WriteNullValue();
            return;
        }

        new TextValue(writer, line.Problems, _patterns).Write(flag.Name, flag.Definition, texts);
    }

    private bool IsGiven(ToolFlag flag) => line.TextsOf(flag) is not null || flag.Properties.Any(IsGiven);

    private static string Summary(ArgumentDefinition definition)
    {
        const int MaxLength = 80;
        return ValueCheck.Shortened((definition.Description ?? "").Split('\n')[0].Trim(), MaxLength);
    }
}
