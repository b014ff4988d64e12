using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace McpSkillGen.Runtime.Json;

/// <summary>
/// Escapes what RFC 8259 says must be escaped in a JSON string, and nothing else: quotation mark, reverse solidus, and
/// U+0000 to U+001F. Half of a surrogate pair becomes U+FFFD.
/// </summary>
/// <remarks>
/// The framework's encoders fill tables for all of Unicode before they write the first string: one million instructions in
/// each warm call.
/// </remarks>
internal sealed class PlainJsonEncoder : JavaScriptEncoder
{
    private PlainJsonEncoder()
    {
    }

    public static PlainJsonEncoder Instance { get; } = new();

    /// <summary>As in <c>\u0000</c>.</summary>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var i = 0; i < textLength; i++)
        {
            if (WillEncode(text[i]))
            {
                return i;
            }

            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == textLength || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return i;
                }

                i++;
            }
        }

        return -1;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        if (!Utf8.IsValid(utf8Text))
        {
            return base.FindFirstCharacterToEncodeUtf8(utf8Text);
        }

        for (var i = 0; i < utf8Text.Length; i++)
        {
            if (WillEncode(utf8Text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        const string Digits = "0123456789abcdef";
        ReadOnlySpan<char> escaped = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ =>
            [
                '\\', 'u',
                Digits[(unicodeScalar >> 12) & 15],
                Digits[(unicodeScalar >> 8) & 15],
                Digits[(unicodeScalar >> 4) & 15],
                Digits[unicodeScalar & 15],
            ],
        };
        numberOfCharactersWritten = escaped.TryCopyTo(new Span<char>(buffer, bufferLength)) ? escaped.Length : 0;
        return numberOfCharactersWritten > 0;
    }
}
