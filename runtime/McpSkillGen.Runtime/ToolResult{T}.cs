using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime;

/// <summary>The result of a tool with an <c>outputSchema</c>: a typed value, and everything else that the server sent.</summary>
/// <typeparam name="T">The type generated from the schema.</typeparam>
public sealed class ToolResult<T> : ToolResult
{
    private readonly Lazy<(bool HasValue, T? Value, string Problem)> _reading;

    internal ToolResult(ToolResult result, Func<ResultValue, T> read)
        : base(result) => _reading = new(() => Reading(read));

    /// <summary>The structured result.</summary>
    /// <exception cref="ToolResultException">The tool reported an error, or its result does not match its schema.</exception>
    public T Value => TryGetValue(out var value) ? value : throw new ToolResultException(_reading.Value.Problem);

    /// <summary>Why there is no <see cref="Value"/>; null if there is one.</summary>
    public string? Problem => _reading.Value.HasValue ? null : _reading.Value.Problem;

    /// <summary>Gets the structured result, if there is one.</summary>
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        value = _reading.Value.Value;
        return _reading.Value.HasValue;
    }

    private (bool HasValue, T? Value, string Problem) Reading(Func<ResultValue, T> read)
    {
        if (IsError)
        {
            return Without(ErrorText);
        }

        try
        {
            if (StructuredContent is { ValueKind: not JsonValueKind.Null } structured)
            {
                return (true, read(ResultValue.Root(structured)), "");
            }

            // Older servers put the same JSON into a text block.
            if (Texts.Take(2).ToArray() is [var text] && Parsed(text) is { } json)
            {
                return (true, read(ResultValue.Root(json)), "");
            }

            // Some schemas allow null.
            return StructuredContent is { } none
                ? (true, read(ResultValue.Root(none)), "")
                : Without("The result has no structuredContent and no text that is JSON.");
        }
        catch (ResultMismatchException mismatch)
        {
            return Without($"The result does not match its schema: {mismatch.Message}");
        }
    }

    private static (bool HasValue, T? Value, string Problem) Without(string problem) => (false, default, problem);

    private static JsonElement? Parsed(string text)
    {
        if (!ForeignJson.TryParse(Encoding.UTF8.GetBytes(text), out var document, out _, ForeignJson.MaxResultDepth))
        {
            return null;
        }

        using (document)
        {
            return document.RootElement.Clone();
        }
    }
}
