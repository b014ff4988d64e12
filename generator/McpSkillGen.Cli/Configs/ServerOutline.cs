using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs;

/// <summary>Which servers an agent's config holds, and where in the file each of them stands.</summary>
/// <param name="Key">What the file calls its list.</param>
/// <param name="Entries">In the order of the file.</param>
internal sealed record ServerOutline(string Key, IReadOnlyList<ServerOutline.Entry> Entries)
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="Name">The server's name in the file.</param>
    /// <param name="Start">Where its object begins, in bytes.</param>
    /// <param name="End">Where its object has ended.</param>
    /// <param name="IsDisabled">Whether the file says so.</param>
    internal sealed record Entry(string Name, int Start, int End, bool IsDisabled);

    /// <returns>Null where the file holds no list of servers, or is not JSON at all: then it is for <see cref="ConfigReader"/> to judge.</returns>
    public static ServerOutline? Read(ReadOnlySpan<byte> text, string path)
    {
        var json = new Utf8JsonReader(WithoutMark(text), Lenient);
        try
        {
            if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
            {
                return null;
            }

            while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
            {
                var key = json.GetString()!;
                json.Read();
                if (key is "mcpServers" or "servers")
                {
                    return new ServerOutline(key, ReadEntries(ref json, key, path, text.Length - WithoutMark(text).Length));
                }

                json.Skip();
            }

            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<Entry> ReadEntries(ref Utf8JsonReader json, string key, string path, int offset)
    {
        if (json.TokenType is not JsonTokenType.StartObject)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment, $"{path}: error: \"{key}\" is not an object; expected servers by name: {{\"{key}\": {{\"NAME\": {{\"command\": …}}}}}}.");
        }

        var entries = new List<Entry>();
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            var start = (int)json.TokenStartIndex;
            var value = json;
            json.Skip();
            entries.Add(new Entry(name, start + offset, (int)json.BytesConsumed + offset, IsDisabled(value)));
        }

        return entries;
    }

    private static bool IsDisabled(Utf8JsonReader value)
    {
        if (value.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (value.Read() && value.TokenType is JsonTokenType.PropertyName)
        {
            var isFlag = value.ValueTextEquals("disabled"u8);
            value.Read();
            if (isFlag)
            {
                return value.TokenType is JsonTokenType.True;
            }

            value.Skip();
        }

        return false;
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) =>
        text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
}
