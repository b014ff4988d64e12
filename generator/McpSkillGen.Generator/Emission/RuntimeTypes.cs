namespace McpSkillGen.Generator.Emission;

/// <summary>
/// The types that emitted code uses, with their full names, because a tool, a property or a project may be called Task, String
/// or System.
/// </summary>
internal static class RuntimeTypes
{
    public const string SkillClient = Runtime + "SkillClient";
    public const string SkillInterface = Runtime + "ISkill";
    public const string SkillClientOptions = Runtime + "SkillClientOptions";
    public const string SkillDefinition = Runtime + "SkillDefinition";
    public const string SkillException = Runtime + "SkillException";
    public const string SkillProgram = Runtime + "Commands.SkillProgram";
    public const string HostToolCaller = Runtime + "Client.HostToolCaller";
    public const string ToolCaller = Runtime + "IToolCaller";
    public const string ArgumentText = Runtime + "ArgumentText";
    public const string ResultValue = Runtime + "ResultValue";
    public const string ToolArguments = Runtime + "IToolArguments";
    public const string ToolDefinition = Runtime + "ToolDefinition";
    public const string ToolResult = Runtime + "ToolResult";
    public const string ToolSummary = Runtime + "ToolSummary";
    public const string ToolTraits = Vocabulary + "ToolTraits";
    public const string ServerFeatures = Vocabulary + "ServerFeatures";
    public const string ArgumentKind = Vocabulary + "ArgumentKind";
    public const string TextPattern = Runtime + "TextPattern";
    public const string Optional = Runtime + "Optional";

    public const string CancellationToken = "global::System.Threading.CancellationToken";
    public const string Dictionary = "global::System.Collections.Generic.Dictionary";
    public const string JsonElement = "global::System.Text.Json.JsonElement";
    public const string JsonWriter = "global::System.Text.Json.Utf8JsonWriter";
    public const string ReadOnlyBytes = "global::System.ReadOnlySpan<byte>";
    public const string ReadOnlyList = "global::System.Collections.Generic.IReadOnlyList";
    public const string ReadOnlyDictionary = "global::System.Collections.Generic.IReadOnlyDictionary";
    public const string Task = "global::System.Threading.Tasks.Task";

    private const string Runtime = "global::McpSkillGen.Runtime.";
    private const string Vocabulary = Runtime + "Vocabulary.";
}
