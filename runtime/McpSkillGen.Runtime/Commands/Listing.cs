using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>What <c>list</c> and <c>describe</c> print.</summary>
internal static class Listing
{
    // For terminals, files and agents, never for a web page: non-Latin text stays readable.
    private static readonly JsonWriterOptions Pretty =
        new() { Indented = true, NewLine = "\n", Encoder = PlainJsonEncoder.Instance };

    public static byte[] AsText(SkillDefinition skill)
    {
        var text = new StringBuilder();
        HelpRow.AppendTo(text, CommandTable.Tools(skill));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] AsJson(SkillDefinition skill) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var tool in skill.Tools)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, tool.WireName);
            writer.WriteString("command"u8, tool.CommandName);
            writer.WriteString("summary"u8, tool.Summary);
            writer.WriteBoolean("readOnly"u8, tool.Traits.HasFlag(ToolTraits.ReadOnly));
            writer.WriteBoolean("destructive"u8, tool.Traits.HasFlag(ToolTraits.Destructive));
            writer.WriteBoolean("idempotent"u8, tool.Traits.HasFlag(ToolTraits.Idempotent));
            writer.WriteBoolean("openWorld"u8, tool.Traits.HasFlag(ToolTraits.OpenWorld));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    public static byte[] Indented(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var element = JsonElement.ParseValue(ref reader);
        return Write(element.WriteTo);
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Pretty))
        {
            write(writer);
        }

        output.Write("\n"u8);
        return output.WrittenSpan.ToArray();
    }
}
