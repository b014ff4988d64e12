using System.Reflection;
using System.Text.Json;
using McpSkillGen.Runtime;

namespace McpSkillGen.Generator.Tests.Harness;

/// <summary>A <see cref="ToolResult{T}"/> of a type that only the emitted assembly has.</summary>
internal sealed record TypedResult(object? Value, string? Problem)
{
    /// <param name="container">The type whose <c>Read</c> reads the result.</param>
    /// <param name="json">MCP's <c>CallToolResult</c>.</param>
    public static TypedResult Of(Type container, JsonElement json)
    {
        var read = container.GetMethod("Read", BindingFlags.NonPublic | BindingFlags.Static)!;
        return (TypedResult)typeof(TypedResult).GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(read.ReturnType).Invoke(null, [read, json])!;
    }

    private static TypedResult Make<T>(MethodInfo read, JsonElement json)
    {
        var result = new ToolResult<T>(new ToolResult(json), read.CreateDelegate<Func<ResultValue, T>>());
        return new TypedResult(result.TryGetValue(out var value) ? value : null, result.Problem);
    }
}
