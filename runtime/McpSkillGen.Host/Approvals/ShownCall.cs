using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Approvals;

/// <summary>A call as a person sees it who is asked to agree: every argument, each as far as a person reads.</summary>
internal static class ShownCall
{
    private const int MaxArguments = 100;
    private const int MaxName = 100;
    private const int MaxValue = 2000;

    /// <param name="tool">The tool's name on the wire.</param>
    /// <param name="arguments">One JSON object.</param>
    public static IReadOnlyList<string> Lines(string tool, JsonElement arguments)
    {
        var shown = arguments.EnumerateObject().Take(MaxArguments)
            .Select(static argument => $"  {Beginning(argument.Name, MaxName)}: {Beginning(Json(argument.Value), MaxValue)}");
        var more = arguments.GetPropertyCount() - MaxArguments;
        return [$"tool {Beginning(tool, MaxName)}", .. shown, .. more > 0 ? [$"  … and {HumanText.Count(more, "more argument")}"] : Array.Empty<string>()];
    }

    // An escape may stand for any letter, so only those are left that must be.
    private static string Json(JsonElement value) => Encoding.UTF8.GetString(PlainJson.Write(value.WriteTo).Span);

    private static string Beginning(string text, int maxLength) =>
        text.Length <= maxLength ? PlainLine.Of(text) : $"{PlainLine.Of(text[..maxLength])}… and {HumanText.Count(text.Length - maxLength, "more character")}";
}
