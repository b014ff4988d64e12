using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>
/// Turns flags into the JSON object that <c>tools/call</c> sends, and finds everything that is wrong with them at once.
/// What is absent is omitted; nothing is ever sent as null that was not written as null.
/// </summary>
internal sealed class ArgumentBinder(ParseResult parsed, List<string> problems)
{
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
                problems.Add($"{flag.Name} is missing; expected {Expectation.Of(flag.Definition)}{(description.Length > 0 ? $": {description}" : ".")}");
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
        if (texts.Length == 0)
        {
            // The file was not there, which has been told.
            writer.WriteNullValue();
            return;
        }

        new TextValue(writer, problems).Write(flag.Name, flag.Definition, texts);
    }

    private bool IsGiven(Flag flag) => flag.Given(parsed) is not null || flag.Properties.Any(IsGiven);

    private static string Summary(ArgumentDefinition definition)
    {
        const int MaxLength = 80;
        return ValueCheck.Shortened((definition.Description ?? "").Split('\n')[0].Trim(), MaxLength);
    }
}
