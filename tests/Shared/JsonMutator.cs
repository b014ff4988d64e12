using System.Globalization;
using System.Text;

namespace McpSkillGen.Tests.Shared;

/// <summary>
/// Makes JSON that is almost right: it changes tokens, names, escapes, types and nesting of a valid text, and now and then a byte. What
/// it makes is the same for the same seed.
/// </summary>
internal sealed class JsonMutator(int seed)
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-0", "99999999999999999999", "\"\"", "\"text\"", "{}", "[]", "[null]", "[[]]", "{\"\":0}",
        "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"a\\nb\"", "\"\\\\ud800\"", "{\"\\ud800\":1}", "[{\"\\udfff\":[\"\\ud83d\"]}]",
    ];

    private static readonly string[] Names =
    [
        "\"\"", "\"\\ud83d\"", "\"\\ude00x\"", "\"\\u0076erb\"", "\"type\"", "\"text\"", "\"content\"", "\"error\"", "\"result\"", "\"id\"", "\"__proto__\"",
    ];

    private static readonly string[] Noise = ["\ud83d", "\\", "\"", "\\u12", "\u0001", "\ufeff", ",", "}", "]", "\n", "//x\n"];

    private readonly Random _random = new(seed);

    /// <summary>A changed copy of a valid JSON text.</summary>
    /// <param name="json">Of any type.</param>
    public byte[] Mutate(string json)
    {
        var tokens = Tokens(json);
        for (var edits = _random.Next(1, 4); edits > 0; edits--)
        {
            Edit(tokens);
        }

        var bytes = Encoding.UTF8.GetBytes(string.Concat(tokens));
        if (_random.Next(8) == 0 && bytes.Length > 0)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        }

        return bytes;
    }

    private void Edit(List<string> tokens)
    {
        if (tokens.Count == 0)
        {
            return;
        }

        var at = _random.Next(tokens.Count);
        var isName = at + 1 < tokens.Count && tokens[at + 1] == ":";
        switch (_random.Next(7))
        {
            case 0 or 1 when isName:
                tokens[at] = Any(Names);
                break;
            case 0 or 1 when IsValue(tokens[at]):
                tokens[at] = Any(Values);
                break;
            case 2 when tokens[at].Length > 2 && tokens[at][0] == '"':
                tokens[at] = tokens[at].Insert(_random.Next(1, tokens[at].Length), Any(["\\ud800", "\\udc00", "\\u00e9", "\\/", " ", Any(Noise)]));
                break;
            case 3 when isName && at + 2 < tokens.Count && IsValue(tokens[at + 2]):
                // The same member twice, of another type.
                tokens.InsertRange(at, [tokens[at], ":", Any(Values), ","]);
                break;
            case 4 when IsValue(tokens[at]) && !isName:
                var depth = _random.Next(3) == 0 ? 200 : 2;
                tokens[at] = string.Create(CultureInfo.InvariantCulture, $"{new string('[', depth)}{tokens[at]}{new string(']', depth)}");
                break;
            case 5:
                tokens.RemoveAt(at);
                break;
            case 6:
                tokens.Insert(at, Any([" ", "\n", "\t", Any(Noise)]));
                break;
        }
    }

    private string Any(string[] choices) => choices[_random.Next(choices.Length)];

    private static bool IsValue(string token) => token is not ("{" or "}" or "[" or "]" or ":" or "," or " ");

    private static List<string> Tokens(string json)
    {
        var tokens = new List<string>();
        for (var at = 0; at < json.Length;)
        {
            var end = at + 1;
            if (json[at] == '"')
            {
                while (json[end] != '"')
                {
                    end += json[end] == '\\' ? 2 : 1;
                }

                end++;
            }
            else if (!IsPunctuation(json[at]))
            {
                while (end < json.Length && !IsPunctuation(json[end]))
                {
                    end++;
                }
            }

            tokens.Add(json[at..end]);
            at = end;
        }

        return tokens;
    }

    private static bool IsPunctuation(char c) => c is '{' or '}' or '[' or ']' or ':' or ',' or ' ';
}
