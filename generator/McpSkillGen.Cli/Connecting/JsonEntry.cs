using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSkillGen.Cli.Connecting;

/// <summary>Puts one server into a JSON file that people and programs write. Everything else stays, byte by byte, comments too.</summary>
internal static class JsonEntry
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="text">The file, a valid one; empty if there is none.</param>
    /// <param name="listKey">The member of the file that has the servers.</param>
    /// <param name="name">The server's.</param>
    /// <param name="entry">The server.</param>
    public static byte[] Put(ReadOnlySpan<byte> text, string listKey, string name, JsonObject entry)
    {
        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            return Encoding.UTF8.GetBytes(new JsonObject { [listKey] = new JsonObject { [name] = entry } }.ToJsonString(Options("  ")) + "\n");
        }

        var mark = text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var found = Find(text[mark..], listKey, name);
        var indent = IndentOf(text[(mark + found.RootStart)..]);
        var lineBreak = text.IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";
        var (start, end, inserted) = found switch
        {
            { Entry: var (from, to) } => (from, to, Nested(entry, indent, 2)),
            { List: { } list } => (list.Start + 1, list.Start + 1, $"\n{indent}{indent}{Key(name)}: {Nested(entry, indent, 2)}{(list.IsEmpty ? $"\n{indent}" : ",")}"),
            _ => (found.RootStart + 1, found.RootStart + 1,
                $"\n{indent}{Key(listKey)}: {Nested(new JsonObject { [name] = entry }, indent, 1)}{(found.RootIsEmpty ? "\n" : ",")}"),
        };
        return [.. text[..(mark + start)], .. Encoding.UTF8.GetBytes(inserted.Replace("\n", lineBreak, StringComparison.Ordinal)), .. text[(mark + end)..]];
    }

    private static Places Find(ReadOnlySpan<byte> text, string listKey, string name)
    {
        var json = new Utf8JsonReader(text, Lenient);
        json.Read();
        var places = new Places { RootStart = (int)json.TokenStartIndex, RootIsEmpty = true };
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            places.RootIsEmpty = false;
            var isList = json.ValueTextEquals(listKey);
            json.Read();
            if (!isList || json.TokenType is not JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            // Of lists that are there twice the last one counts, as in the clients.
            var (start, isEmpty) = ((int)json.TokenStartIndex, true);
            places.Entry = null;
            while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
            {
                isEmpty = false;
                var isIt = json.ValueTextEquals(name);
                json.Read();
                var from = (int)json.TokenStartIndex;
                json.Skip();
                if (isIt)
                {
                    places.Entry = (from, (int)json.BytesConsumed);
                }
            }

            places.List = new ListPlace(start, isEmpty);
        }

        return places;
    }

    private static string IndentOf(ReadOnlySpan<byte> root)
    {
        var rest = root[1..];
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            rest = rest[(end + 1)..];
            var blank = rest.Length - rest.TrimStart(" \t"u8).Length;
            if (blank > 0)
            {
                return Encoding.UTF8.GetString(rest[..blank]);
            }
        }

        return "  ";
    }

    private static string Nested(JsonObject value, string indent, int depth) =>
        value.ToJsonString(Options(indent)).Replace("\n", "\n" + string.Concat(Enumerable.Repeat(indent, depth)), StringComparison.Ordinal);

    private static string Key(string name) => JsonValue.Create(name).ToJsonString(Options("  "));

    private static JsonSerializerOptions Options(string indent) => new()
    {
        WriteIndented = true,
        NewLine = "\n",
        IndentCharacter = indent[0],
        IndentSize = Math.Min(indent.Length, 127),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private sealed class Places
    {
        public int RootStart { get; init; }

        public bool RootIsEmpty { get; set; }

        public ListPlace? List { get; set; }

        public (int From, int To)? Entry { get; set; }
    }

    private sealed record ListPlace(int Start, bool IsEmpty);
}
