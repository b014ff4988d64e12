using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Client;

/// <summary>Builds MCP's <c>tools/call</c> from arguments that are JSON already.</summary>
internal static class ToolCallRequest
{
    /// <param name="wireName">The tool's name as the server spells it.</param>
    /// <param name="arguments">One JSON object, valid, UTF-8.</param>
    /// <param name="isSafeToRepeat">Whether the server marks the tool as read-only or idempotent.</param>
    public static CallRequest Create(string wireName, ReadOnlyMemory<byte> arguments, bool isSafeToRepeat)
    {
        var parameters = PlainJson.WriteObject(writer =>
        {
            writer.WriteString("name"u8, wireName);
            writer.WritePropertyName("arguments"u8);
            writer.WriteRawValue(arguments.Span, skipInputValidation: true);
        });
        return new CallRequest(CallMessage.ToolMethod, parameters, IsSafeToRepeat: isSafeToRepeat);
    }
}
