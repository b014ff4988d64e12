using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Runtime.Drift;

namespace McpSkillGen.Cli.Syncing;

/// <summary>What differs between a skill and its server, to read and to parse.</summary>
internal static class DifferenceText
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string AsText(IReadOnlyList<ToolChange> changes)
    {
        if (changes.Count == 0)
        {
            return "The server's tools are those of the skill.\n";
        }

        var text = new StringBuilder();
        foreach (var change in changes)
        {
            var (sign, what) = change.Kind switch
            {
                ToolChangeKind.Added => ('+', ": new"),
                ToolChangeKind.Removed => ('-', ": gone"),
                _ => ('~', ""),
            };
            text.Append(Line($"{sign} {change.Tool}{what}", change.Kind is ToolChangeKind.Removed));
            foreach (var detail in change.Details)
            {
                text.Append(Line($"    {detail.Text}", detail.IsBreaking));
            }
        }

        var breaking = changes.Count(static change => change.IsBreaking);
        return text.Append($"{changes.Count} tool{(changes.Count == 1 ? "" : "s")} differ{(changes.Count == 1 ? "s" : "")}; {(breaking == 0 ? "nothing breaks callers" : $"{breaking} may break callers")}.\n").ToString();
    }

    public static string AsJson(IReadOnlyList<ToolChange> changes)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Indented))
        {
            writer.WriteStartArray();
            foreach (var change in changes)
            {
                Write(writer, change);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, ToolChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("tool"u8, change.Tool);
        writer.WriteString("change"u8, change.Kind switch { ToolChangeKind.Added => "added", ToolChangeKind.Removed => "removed", _ => "changed" });
        writer.WriteBoolean("breaking"u8, change.IsBreaking);
        writer.WriteStartArray("details"u8);
        foreach (var detail in change.Details)
        {
            writer.WriteStartObject();
            writer.WriteString("text"u8, detail.Text);
            writer.WriteBoolean("breaking"u8, detail.IsBreaking);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Tools and properties are the server's to name, and the line is a terminal's.
    private static string Line(string text, bool isBreaking) =>
        $"{string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c))}{(isBreaking ? "  (breaking)" : "")}\n";
}
