using System.Text.Json;

namespace McpSkillGen.Runtime;

/// <summary>Writes the texts of generated open enums.</summary>
public static class ArgumentText
{
    /// <summary>Writes the text of an open enum.</summary>
    /// <param name="writer">What the arguments are written to.</param>
    /// <param name="text">The value's text; null for <c>default</c>, which has none.</param>
    /// <param name="typeName">The enum's name in C#.</param>
    /// <exception cref="InvalidOperationException">There is no text to send.</exception>
    public static void Write(Utf8JsonWriter writer, string? text, string typeName)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(text ?? throw new InvalidOperationException(
            $"A {typeName} is default({typeName}), which has no text to send. Set it to one of its members or to a text, or leave the property out."));
    }
}
