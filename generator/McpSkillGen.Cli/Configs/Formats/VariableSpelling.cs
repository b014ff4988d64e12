namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>How a program writes variables in its file.</summary>
internal enum VariableSpelling
{
    /// <summary><c>${NAME}</c> and <c>${env:NAME}</c>: most agents.</summary>
    Braces,

    /// <summary><c>$NAME</c> too, as in a shell: Gemini and its descendants, Crush, goose.</summary>
    Shell,
}
