using System.Text.Json;

namespace McpSkillGen.Runtime;

/// <summary>The arguments of one tool. They write the JSON object that <c>tools/call</c> sends.</summary>
public interface IToolArguments
{
    /// <summary>Writes one JSON object. Absent properties are omitted, never written as null.</summary>
    void WriteTo(Utf8JsonWriter writer);
}
