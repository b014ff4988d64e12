namespace McpSkillGen.Schema.Json;

/// <summary>The first place where a text stops being JSON.</summary>
/// <param name="Message">What was expected and what was found, as the rest of a sentence: "expected …, found …".</param>
/// <param name="Span">What was found; empty at the end of the text.</param>
internal sealed record JsonSyntaxError(string Message, JsonSpan Span);
