using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Commands;

/// <summary>The argument of the older <c>--call</c>: tool and arguments in one JSON object.</summary>
internal static class OldCall
{
    public static bool TryParse(string json, [NotNullWhen(true)] out string? tool, [NotNullWhen(true)] out string? arguments)
    {
        (tool, arguments) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind is JsonValueKind.Object
                && (root.TryGetProperty("tool"u8, out var name) || root.TryGetProperty("name"u8, out name))
                && name.ValueKind is JsonValueKind.String)
            {
                tool = JsonText.Of(name);
                arguments = root.TryGetProperty("arguments"u8, out var value) ? value.GetRawText() : "{}";
            }
        }
        catch (JsonException)
        {
            // Not an object of that form: "call" itself explains what it takes.
        }

        return tool is not null;
    }
}
