using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Cli.Configs.Values;

/// <summary>Reads JSON with comments and trailing commas.</summary>
internal static class JsonFile
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="text">UTF-8; a byte order mark is allowed.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="SkillException">It is not JSON.</exception>
    public static FileValue Read(ReadOnlySpan<byte> text, string path)
    {
        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        var json = new Utf8JsonReader(text, Lenient);
        try
        {
            json.Read();
            var value = ReadValue(ref json, new Places(text));
            json.Read();
            return value;
        }
        catch (JsonException e)
        {
            var mistake = JsonMistake.Find(e, text);
            throw Wrong(path, new FilePlace(mistake.Line, mistake.Column), $"not JSON: {mistake.Reason}.");
        }
        catch (UnreadableTextException e)
        {
            throw Wrong(path, e.Place, e.Message);
        }
    }

    private static FileValue ReadValue(ref Utf8JsonReader json, in Places places)
    {
        var place = places.Of((int)json.TokenStartIndex);
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<FileValue.Member>();
                while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
                {
                    var keyPlace = places.Of((int)json.TokenStartIndex);
                    var key = TextOf(json, keyPlace);
                    json.Read();
                    members.Add(new FileValue.Member(key, keyPlace, ReadValue(ref json, places)));
                }

                return FileValue.Table.LastWins(members, place);
            case JsonTokenType.StartArray:
                var items = new List<FileValue>();
                while (json.Read() && json.TokenType is not JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref json, places));
                }

                return new FileValue.List(items, place);
            case JsonTokenType.String:
                return new FileValue.Text(TextOf(json, place), place);
            case JsonTokenType.True or JsonTokenType.False:
                return new FileValue.Flag(json.GetBoolean(), place);
            case JsonTokenType.Number:
                return new FileValue.Number(Encoding.UTF8.GetString(json.ValueSpan), place);
            default:
                return new FileValue.Nothing(place);
        }
    }

    private static string TextOf(in Utf8JsonReader json, FilePlace place)
    {
        string text;
        try
        {
            text = json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableTextException(place, "a string has bytes or escapes that are not characters.");
        }

        return text.Contains('\0') ? throw new UnreadableTextException(place, "a string has the character \\u0000.") : text;
    }

    private static SkillException Wrong(string path, FilePlace place, string message) =>
        new(ExitCode.WrongEnvironment, new ConfigProblem(IsError: true, path, place.Line, place.Column, message).ToString());

    /// <summary>Lines and columns of offsets, without counting from the start each time: an agent's file can have megabytes.</summary>
    private readonly ref struct Places
    {
        private readonly ReadOnlySpan<byte> _text;
        private readonly List<int> _lineStarts;

        public Places(ReadOnlySpan<byte> text)
        {
            _text = text;
            _lineStarts = [0];
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '\n')
                {
                    _lineStarts.Add(i + 1);
                }
            }
        }

        public FilePlace Of(int offset)
        {
            var found = _lineStarts.BinarySearch(offset);
            var line = found >= 0 ? found : ~found - 1;
            return new FilePlace(line + 1, Encoding.UTF8.GetCharCount(_text[_lineStarts[line]..offset]) + 1);
        }
    }

    private sealed class UnreadableTextException(FilePlace place, string message) : Exception(message)
    {
        public FilePlace Place => place;
    }
}
