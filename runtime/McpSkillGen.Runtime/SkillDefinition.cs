namespace McpSkillGen.Runtime;

/// <summary>
/// What the source generator compiled into an executor: the skill's name and its tools. Definitions of tools are built
/// one at a time, when asked for, so that a skill with 500 tools starts as fast as one with five.
/// </summary>
public abstract class SkillDefinition
{
    /// <summary>The skill's name, which is also the executor's: <c>^[a-z0-9]+(-[a-z0-9]+)*$</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The server's title or name, and its version, for <c>--help</c>; may be empty.</summary>
    public abstract string ServerTitle { get; }

    /// <summary>
    /// The skill's folder when the program was built; null for an executor, which is inside its skill. Used if
    /// <see cref="SkillClientOptions.SkillFolder"/> is not set.
    /// </summary>
    public virtual string? Folder => null;

    /// <summary>What else the server offered when the executor was generated; <c>--help</c> shows commands for it.</summary>
    public virtual ServerFeatures Features => ServerFeatures.None;

    /// <summary>Every tool, in the server's order.</summary>
    public abstract IReadOnlyList<ToolSummary> Tools { get; }

    /// <summary>Builds one tool's definition, by its wire name or its command name; null if there is none.</summary>
    public abstract ToolDefinition? FindTool(string name);

    /// <summary>The tool as the server described it: one JSON object, compact, UTF-8. Empty if there is none.</summary>
    /// <param name="wireName">The server's spelling of the tool's name.</param>
    public abstract ReadOnlySpan<byte> DescribeTool(string wireName);
}

/// <summary>One line of <c>list</c>.</summary>
/// <param name="wireName">See <see cref="WireName"/>.</param>
/// <param name="commandName">See <see cref="CommandName"/>.</param>
/// <param name="summary">See <see cref="Summary"/>.</param>
/// <param name="traits">See <see cref="Traits"/>.</param>
public sealed class ToolSummary(string wireName, string commandName, string summary, ToolTraits traits)
{
    /// <summary>The server's spelling of the name.</summary>
    public string WireName => wireName;

    /// <summary>The executor's command: kebab-case.</summary>
    public string CommandName => commandName;

    /// <summary>The description's first sentence, on one line; may be empty.</summary>
    public string Summary => summary;

    /// <summary>What the server says about its effects.</summary>
    public ToolTraits Traits => traits;
}

/// <summary>One tool as a command: its name and the arguments that become flags.</summary>
public sealed class ToolDefinition
{
    /// <summary>The name as the server spells it; <c>tools/call</c> sends it.</summary>
    public required string WireName { get; init; }

    /// <summary>The executor's command: kebab-case, unique within the skill.</summary>
    public required string CommandName { get; init; }

    /// <summary>The server's display name, if it gave one.</summary>
    public string? Title { get; init; }

    /// <summary>The server's description; may be empty, may have many lines.</summary>
    public string Description { get; init; } = "";

    /// <summary>What the server says about its effects.</summary>
    public ToolTraits Traits { get; init; }

    /// <summary>The properties of <c>inputSchema</c>, required ones first, otherwise in the server's order.</summary>
    public IReadOnlyList<ArgumentDefinition> Arguments { get; init; } = [];

    /// <summary>Whether a call may be sent again if its answer was lost, according to the server.</summary>
    internal bool IsSafeToRepeat => Traits.AllowRepeat();
}
