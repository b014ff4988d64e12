using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Runtime.Secrets;

namespace McpSkillGen.Cli.Secrets;

/// <summary>Changes strings in a config that its author wrote by hand. Everything else stays, byte by byte.</summary>
internal static class ConfigTextEdit
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="text">The config, in our own format.</param>
    /// <param name="texts">The new strings, by their place.</param>
    /// <param name="secrets">What must appear nowhere in it, not even in comments, by the variable to write instead.</param>
    public static byte[] Replace(ReadOnlySpan<byte> text, IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, string> secrets)
    {
        var mark = text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var json = new Utf8JsonReader(text[mark..], new JsonReaderOptions { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true });
        using var edited = new MemoryStream();
        var copied = 0;
        string? key = null, inner = null;
        var index = 0;
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.PropertyName when json.CurrentDepth == 1:
                    (key, inner, index) = (json.GetString(), null, 0);
                    break;
                case JsonTokenType.PropertyName when json.CurrentDepth == 2:
                    inner = json.GetString();
                    break;
                case JsonTokenType.String:
                    var place = json.CurrentDepth == 1 ? (key is "endpoint" ? "url" : key!) : inner is null ? $"{key}[{index++}]" : $"{key}.{inner}";
                    if (texts.TryGetValue(place, out var now) && now != json.GetString())
                    {
                        edited.Write(text[copied..(mark + (int)json.TokenStartIndex)]);
                        edited.Write(JsonSerializer.SerializeToUtf8Bytes(now, Readable));
                        copied = mark + (int)json.BytesConsumed;
                    }

                    break;
                case JsonTokenType.Comment:
                    var comment = WithoutSecrets(Encoding.UTF8.GetString(json.ValueSpan), secrets);
                    var start = mark + (int)json.TokenStartIndex + 2;
                    edited.Write(text[copied..start]);
                    edited.Write(Encoding.UTF8.GetBytes(comment));
                    copied = start + json.ValueSpan.Length;
                    break;
            }
        }

        edited.Write(text[copied..]);
        return edited.ToArray();
    }

    // A comment may have the old value, or an earlier one.
    private static string WithoutSecrets(string comment, IReadOnlyDictionary<string, string> secrets)
    {
        foreach (var (name, secret) in secrets)
        {
            comment = comment.Replace(secret, $"${{{name}}}", StringComparison.Ordinal);
        }

        foreach (var part in SecretFinder.Find(null, comment).Reverse())
        {
            comment = $"{comment[..part.Start]}***{comment[(part.Start + part.Length)..]}";
        }

        return comment;
    }
}
