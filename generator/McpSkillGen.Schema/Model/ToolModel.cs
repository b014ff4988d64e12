using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Model;

/// <summary>One tool, with every name and decision made.</summary>
internal sealed record ToolModel(ToolName Name)
{
    public string? Title { get; init; }

    /// <summary>As the server sent it; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The description in one line.</summary>
    public string Summary { get; init; } = "";

    public ToolTraits Traits { get; init; }

    /// <summary>The flags of its command: required ones first, otherwise in the server's order.</summary>
    public EquatableArray<ArgumentModel> Arguments { get; init; }

    /// <summary>The record that its method takes; null for a tool that takes nothing.</summary>
    public TypeDeclaration? ArgumentsType { get; init; }

    /// <summary>Whether a call needs no arguments.</summary>
    public bool ArgumentsAreOptional { get; init; }

    /// <summary>The types of its arguments' properties, nested in the record: each before those it needs.</summary>
    public EquatableArray<TypeDeclaration> NestedTypes { get; init; }

    /// <summary>Its structured result; null if the server does not describe one, or C# cannot express it.</summary>
    public ResultModel? Result { get; init; }

    /// <summary>The tool as the server described it, as minified JSON.</summary>
    public string Json { get; init; } = "";

    /// <summary>Whether a call may be sent again when its answer was lost.</summary>
    public bool IsSafeToRepeat => Traits.AllowRepeat();
}
