using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Vocabulary;
using ArgumentKind = McpSkillGen.Runtime.Vocabulary.ArgumentKind;

namespace McpSkillGen.Cli.Planning;

/// <summary>A complete call: every required flag, with a value that the schema allows.</summary>
/// <param name="Command">The tool's command.</param>
/// <param name="Flags">Flags and values, as a program receives them.</param>
/// <param name="Json">The same arguments as one JSON object.</param>
internal sealed record ExampleCall(string Command, IReadOnlyList<string> Flags, string Json)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Verbs that sound harmless, if the server says nothing about a tool's effects.
    private static readonly string[] HarmlessVerbs = ["get", "list", "read", "search", "find", "fetch", "query", "show", "describe", "echo", "lookup"];

    /// <summary>The command line without the program, ready for a shell.</summary>
    public string CommandLine => string.Join(' ', Flags.Select(ShellWord.Posix).Prepend(Command));

    public static ExampleCall Of(ToolModel tool)
    {
        var definition = ArgumentDefinitions.Of(tool);
        var flags = ToolFlag.Of(definition);
        var values = ExampleValue.Object(definition.Arguments);
        var words = flags.Where(static flag => RequiredDefault.IsNeeded(flag.Definition))
            .SelectMany(flag => Typed(flag, values[flag.Definition.WireName]))
            .ToArray();
        return new ExampleCall(tool.Name.CommandName, words, values.ToJsonString(Compact));
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
        var required = ArgumentDefinitions.Of(tool).Arguments.Where(static argument => argument.IsRequired).ToArray();

        // A call without arguments works best, but one with them teaches more.
        return effects + (required.Length == 0 ? 3 : required.Sum(ExampleValue.Unlikelihood));
    }

    // As somebody would type it, if the executor makes the same value of it; else as JSON.
    private static string[] Typed(ToolFlag flag, JsonNode? value)
    {
        string[] typed = (flag.Definition.Kind, value) switch
        {
            (ArgumentKind.Boolean, JsonValue given) => [given.ToJsonString() is "true" ? flag.Name : $"--no-{flag.Name[2..]}"],
            (ArgumentKind.Array, JsonArray { Count: > 0 } items) => [.. items.SelectMany(item => new[] { flag.Name, Text(item) })],
            _ => [flag.Name, Text(value)],
        };
        return Makes(flag, typed, value) ? typed : [flag.Name, value?.ToJsonString(Compact) ?? "null"];
    }

    private static string Text(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue(out string? text)
        ? text is ['@', ..] ? "@" + text : text
        : value?.ToJsonString(Compact) ?? "null";

    private static bool Makes(ToolFlag flag, string[] words, JsonNode? value)
    {
        // Standard input would be read.
        if (words.Contains("-"))
        {
            return false;
        }

        var line = ParsedLine.Parse("", [flag], words, takesWords: false);
        var json = new ArgumentBinder(line).Bind([flag]);
        return line.Problems.Count == 0
            && JsonNode.Parse(Encoding.UTF8.GetString(json.Span)) is JsonObject made && JsonNode.DeepEquals(made[flag.Definition.WireName], value);
    }
}
