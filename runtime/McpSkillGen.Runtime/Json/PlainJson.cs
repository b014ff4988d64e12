using System.Buffers;
using System.Text.Json;

namespace McpSkillGen.Runtime.Json;

/// <summary>Writes JSON with <see cref="PlainJsonEncoder"/>: for servers, terminals and files, never for a web page.</summary>
internal static class PlainJson
{
    /// <returns>What was written, UTF-8.</returns>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write, bool isIndented = false)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance, Indented = isIndented, NewLine = "\n" }))
        {
            write(writer);
        }

        return json.WrittenMemory;
    }

    /// <summary>Writes one object.</summary>
    /// <inheritdoc cref="Write"/>
    public static ReadOnlyMemory<byte> WriteObject(Action<Utf8JsonWriter> writeMembers) => Write(writer =>
    {
        writer.WriteStartObject();
        writeMembers(writer);
        writer.WriteEndObject();
    });
}
