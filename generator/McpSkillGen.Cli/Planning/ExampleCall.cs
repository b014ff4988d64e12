using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Planning;

/// <summary>A complete call: every required flag, with a value that the schema allows.</summary>
/// <param name="Command">The tool's command.</param>
/// <param name="Flags">Flags and values, as a program receives them.</param>
/// <param name="Json">The same arguments as one JSON object.</param>
internal sealed record ExampleCall(string Command, IReadOnlyList<string> Flags, string Json)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        ["date"] = "2026-01-31", ["date-time"] = "2026-01-31T12:00:00Z", ["time"] = "12:00:00Z", ["uri"] = "https://example.com",
        ["email"] = "someone@example.com", ["uuid"] = "00000000-0000-4000-8000-000000000000", ["ipv4"] = "192.0.2.1",
    };

    // Verbs that sound harmless, if the server says nothing about a tool's effects.
    private static readonly string[] HarmlessVerbs = ["get", "list", "read", "search", "find", "fetch", "query", "show", "describe", "echo", "lookup"];

    /// <summary>The command line without the program, ready for a shell.</summary>
    public string CommandLine => string.Join(' ', Flags.Select(ShellWord.Posix).Prepend(Command));

    public static ExampleCall Of(ToolModel tool)
    {
        var required = tool.Arguments.Where(static argument => argument.IsRequired).ToArray();
        return new ExampleCall(tool.Name.CommandName, [.. required.SelectMany(Flag)], Object(required));
    }

    /// <summary>The call with the least risk and the best chance of an answer.</summary>
    /// <returns>Null if there are no tools.</returns>
    public static ExampleCall? Best(IEnumerable<ToolModel> tools) => tools.MinBy(Unlikelihood) is { } tool ? Of(tool) : null;

    /// <summary>Read-only calls that may be tried: see <see cref="HarmlessTools"/>.</summary>
    /// <returns>The most promising first, otherwise in the server's order.</returns>
    public static IEnumerable<(ToolModel Tool, ExampleCall Call)> Harmless(IEnumerable<ToolModel> tools) =>
        tools.Where(HarmlessTools.Contains).OrderBy(Unlikelihood).Select(static tool => (tool, Of(tool)));

    private static int Unlikelihood(ToolModel tool)
    {
        var verb = Words.Of(tool.Name.WireName)[0];
        var effects = tool.Traits switch
        {
            _ when tool.Traits.HasFlag(ToolTraits.Destructive) => 200,
            _ when tool.Traits.HasFlag(ToolTraits.ReadOnly) => 0,
            _ => HarmlessVerbs.Contains(verb) ? 10 : 100,
        };
        var required = tool.Arguments.Where(static argument => argument.IsRequired).ToArray();

        // A call without arguments works best, but one with them teaches more.
        return effects + (required.Length == 0 ? 3 : required.Sum(Unlikelihood));
    }

    private static int Unlikelihood(ArgumentModel argument) => argument switch
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

    private static string[] Flag(ArgumentModel argument) => argument.Kind switch
    {
        ArgumentKind.Boolean => [$"--{argument.FlagName}"],
        _ when Easiest(argument) is { Kind: ArgumentKind.String } text => [$"--{argument.FlagName}", Text(text)],
        ArgumentKind.Array when argument.Item is { Kind: ArgumentKind.String } item => [$"--{argument.FlagName}", Text(item)],
        _ => [$"--{argument.FlagName}", Write(argument)],
    };

    // Of several allowed types, the one with the simplest value.
    private static ArgumentModel Easiest(ArgumentModel argument) => argument.Alternatives.MinBy(Unlikelihood) is { } easiest
        ? easiest with { DefaultJson = argument.DefaultJson }
        : argument;

    private static string Text(ArgumentModel argument)
    {
        if (argument.AllowedValues is [var first, ..])
        {
            return first;
        }

        if (argument.DefaultJson is ['"', ..] json && JsonSerializer.Deserialize<string>(json) is { Length: > 0 and < 80 } text)
        {
            return text;
        }

        var words = Words.Of(argument.WireName);
        return UsualFormats.GetValueOrDefault(argument.Limits.Format ?? "") ?? UsualValues.GetValueOrDefault(words[^1]) ?? "example";
    }

    // The server's own default, or else the smallest allowed number from 1 up.
    private static string Number(ArgumentModel argument)
    {
        if (argument.DefaultJson is { Length: < 20 } number && (char.IsAsciiDigit(number[0]) || number[0] == '-'))
        {
            return number;
        }

        var limits = argument.Limits;
        var least = limits.Minimum is { } minimum ? Math.Max(1, limits.IsMinimumExclusive ? Math.Floor(minimum) + 1 : Math.Ceiling(minimum)) : 1;
        var step = argument.Kind is ArgumentKind.Integer && limits.MultipleOf is > 0 and var multiple ? multiple : 0;
        var value = step > 0 ? Math.Ceiling(least / step) * step : least;
        return Math.Min(value, limits.Maximum ?? value).ToString("R", CultureInfo.InvariantCulture);
    }

    private static string Object(IEnumerable<ArgumentModel> required) => Write(json => WriteObject(json, required));

    private static string Write(ArgumentModel argument) => Write(json => WriteValue(json, argument));

    private static void WriteObject(Utf8JsonWriter json, IEnumerable<ArgumentModel> properties)
    {
        json.WriteStartObject();
        foreach (var property in properties)
        {
            json.WritePropertyName(property.WireName);
            WriteValue(json, property);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, ArgumentModel argument)
    {
        argument = Easiest(argument);
        switch (argument.Kind)
        {
            case ArgumentKind.String:
                json.WriteStringValue(Text(argument));
                break;
            case ArgumentKind.Integer or ArgumentKind.Number:
                json.WriteRawValue(Number(argument));
                break;
            case ArgumentKind.Boolean:
                json.WriteBooleanValue(true);
                break;
            case ArgumentKind.Array:
                json.WriteStartArray();
                if (argument.Item is { } item)
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                WriteObject(json, argument.Properties.Where(static property => property.IsRequired));
                break;
        }
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Compact))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
