namespace McpSkillGen.Schema.Json;

/// <summary>A stretch of a text; <paramref name="End"/> is the position after its last character.</summary>
internal readonly record struct JsonSpan(JsonPosition Start, JsonPosition End)
{
    public int Length => End.Offset - Start.Offset;
}
