using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpSkillGen.Cli.Display;

/// <summary>What <c>--json</c> prints: indented, for people and programs alike.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="output">Where to.</param>
    /// <param name="value">Anonymous objects, lists and plain values; its members' names are what is printed.</param>
    public static void Write(TextWriter output, object value) => output.Write(JsonSerializer.Serialize(value, Options) + "\n");
}
