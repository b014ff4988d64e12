using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Rules;

/// <summary>The params of a <c>tools/call</c>, read as every server reads them, or not at all.</summary>
/// <param name="Tool">The tool's name on the wire.</param>
/// <param name="Arguments">One JSON object; empty if the call has none.</param>
/// <param name="Params">All of it.</param>
internal sealed record ToolRequest(string Tool, JsonElement Arguments, JsonElement Params)
{
    private static readonly JsonElement NoArguments = JsonElement.Parse("{}");

    /// <param name="parameters">One JSON object, UTF-8.</param>
    /// <exception cref="SkillException">It means one thing to one server and another to the next.</exception>
    public static ToolRequest Parse(ReadOnlyMemory<byte> parameters)
    {
        // What is judged, and what a person is shown, must be what the server gets.
        if (!ForeignJson.Mended(parameters).Equals(parameters))
        {
            throw new SkillException(ExitCode.WrongArguments, "The arguments have half of a surrogate pair, which servers read in different ways. This skill has rules, so it was not sent.");
        }

        try
        {
            var root = JsonDocument.Parse(parameters, new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;
            if (root.Text("name"u8) is { } tool && root.Member("arguments"u8) is { ValueKind: JsonValueKind.Object or JsonValueKind.Undefined } arguments)
            {
                return new ToolRequest(tool, arguments.ValueKind is JsonValueKind.Undefined ? NoArguments : arguments, root);
            }

            throw new SkillException(ExitCode.WrongArguments, "A call of a tool needs its name, and arguments that are an object. This skill has rules, so it was not sent.");
        }
        catch (JsonException e)
        {
            throw new SkillException(
                ExitCode.WrongArguments, "The arguments name something twice, or are nested too deeply. This skill has rules, and they cannot be checked on such a call, so it was not sent.", e);
        }
    }
}
