using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Catalog;

/// <summary>One tool as the server described it. Anything but the name may be missing.</summary>
internal sealed class CatalogTool(string name, JsonObject json)
{
    private static readonly (string Name, bool Value)[] Defaults =
        [("readOnlyHint", false), ("destructiveHint", true), ("idempotentHint", false), ("openWorldHint", true)];

    public string Name { get; } = name;

    /// <summary>The display name: <c>title</c>, or <c>annotations.title</c> in older protocols.</summary>
    public string? Title => (Json["title"] as JsonString ?? Annotations?["title"] as JsonString)?.Value;

    public string Description => (Json["description"] as JsonString)?.Value ?? "";

    public JsonObject? Annotations => Json["annotations"] as JsonObject;

    /// <summary>A JSON Schema, or whatever the server sent instead; null if it sent none.</summary>
    public JsonNode? InputSchema => Schema("inputSchema");

    /// <inheritdoc cref="InputSchema"/>
    public JsonNode? OutputSchema => Schema("outputSchema");

    /// <summary>
    /// The word "required" if the tool only runs as a task (<c>execution.taskSupport</c>), for clients that poll for its result;
    /// null for every other tool.
    /// </summary>
    public JsonNode? TaskDemand => (Json["execution"] as JsonObject)?["taskSupport"] is JsonString { Value: "required" } demand ? demand : null;

    /// <summary>Everything that the server says about the tool.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>Whether a hint of MCP's <c>ToolAnnotations</c> is true; false if it is absent.</summary>
    public bool Claims(string hint) => SaysItsEffects && Annotations?[hint] is JsonBoolean { Value: true };

    /// <summary>
    /// Whether the server says what the tool does. Frameworks write MCP's defaults for a tool whose author said nothing: not read-only,
    /// destructive, not idempotent, open to the world.
    /// </summary>
    public bool SaysItsEffects => Annotations is { } hints
        && Array.Exists(Defaults, hint => hints[hint.Name] is JsonBoolean)
        && !Array.TrueForAll(Defaults, hint => hints[hint.Name] is JsonBoolean said && said.Value == hint.Value);

    private JsonNode? Schema(string name) => Json[name] is not JsonNull ? Json[name] : null;
}
