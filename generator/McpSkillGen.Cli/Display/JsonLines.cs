using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpSkillGen.Cli.Display;

/// <summary>What <c>--json</c> prints: indented, for people and programs alike.</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions Pretty = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Pretty))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }
}
