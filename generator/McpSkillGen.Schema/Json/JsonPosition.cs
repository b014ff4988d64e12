namespace McpSkillGen.Schema.Json;

/// <summary>A place between two characters of a text, counted from zero in UTF-16 code units, as Roslyn and LSP count.</summary>
internal readonly record struct JsonPosition(int Offset, int Line, int Column)
{
    /// <summary>As people and compilers count: from one.</summary>
    public override string ToString() => FormattableString.Invariant($"line {Line + 1}, column {Column + 1}");
}
