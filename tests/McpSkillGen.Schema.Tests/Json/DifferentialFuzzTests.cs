using System.Text;
using System.Text.Json;
using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Tests.Json;

/// <summary>
/// System.Text.Json is the judge: what it accepts, the reader accepts, with the same meaning, and nothing else. Texts with
/// halves of surrogate pairs, which it throws at, are compared as they are written.
/// </summary>
public sealed class DifferentialFuzzTests
{
    // FUZZ_ROUNDS=500000 makes it a million, over the two seeds.
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ROUNDS"), out var rounds) ? rounds : 20_000;

    private static readonly string[] Seeds =
    [
        """{"tools":[{"name":"get_sum","inputSchema":{"type":"object","properties":{"a":{"type":"number"}},"required":["a"]}}]}""",
        """[0,-1,10.25,1e5,-2.5E-10,123456789012345678901234567890]""",
        """["","a\"b\\c\/d\b\f\n\r\t","\u00e9\uD83D\uDE00","é😀\u2028"]""",
        """ { "a" : [ true , false , null ] , "a" : { "b" : { } } } """,
        "\r\n\t[ [ [ ] ] ]\n",
    ];

    // Whole tokens and single characters, so that mutants are near to being JSON.
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\uD800", "\\n", "0", "1", "9", "-", "+", ".", "e", "E", "true", "false",
        "null", "nul", "NaN", " ", "\n", "\r", "\t", "\0", "\u0001", "\u001f", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff",
        "é", "😀", "\ud83d", "\ude00", "/", "//", "/*", "*/", "'", "a", "\"a\":", "[[[[[[[[", "]]]]]]]]", "{\"a\":", "00", "1.",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    public void Agrees_with_System_Text_Json_about_mutated_documents(int seed)
    {
        var random = new Random(seed);
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutate(Seeds[random.Next(Seeds.Length)], random);
            using var expected = Judge(text);
            var isAccepted = JsonReader.TryRead(text, out var root, out var error);
            Assert.True(isAccepted == expected is not null, $"Round {round}: {Show(text)} was {(isAccepted ? "accepted" : "rejected: " + error!.Message)}");

            if (expected is not null)
            {
                accepted++;
                AssertSame(expected.RootElement, root!, text);
            }
            else
            {
                Assert.InRange(error!.Span.Start.Offset, 0, text.Length);
            }
        }

        // Otherwise the mutants are too wild to say much.
        Assert.InRange(accepted, Rounds / 20, Rounds * 19 / 20);
    }

    [Fact]
    public void Agrees_with_System_Text_Json_about_every_number_of_six_characters_or_less()
    {
        const string Alphabet = "01-+.e";
        for (var length = 1; length <= 6; length++)
        {
            var texts = Enumerable.Range(0, (int)Math.Pow(Alphabet.Length, length)).Select(n => Word(n, length));
            foreach (var text in texts)
            {
                using var expected = Judge(text);
                Assert.True(JsonReader.TryRead(text, out _, out _) == expected is not null, text);
            }
        }

        static string Word(int number, int length)
        {
            var word = new char[length];
            for (var i = 0; i < length; i++, number /= Alphabet.Length)
            {
                word[i] = Alphabet[number % Alphabet.Length];
            }

            return new string(word);
        }
    }

    private static string Mutate(string text, Random random)
    {
        var mutant = new StringBuilder(text);
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(mutant.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    mutant.Remove(at, Math.Min(random.Next(1, 4), mutant.Length - at));
                    break;
                case 1:
                    mutant.Length = at;
                    break;
                default:
                    mutant.Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
            }
        }

        return mutant.ToString();
    }

    private static JsonDocument? Judge(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            // The text is not UTF-16.
            return null;
        }
    }

    private static void AssertSame(JsonElement expected, JsonNode actual, string text)
    {
        switch (actual)
        {
            case JsonObject value:
                Assert.Equal(expected.EnumerateObject().Count(), value.Properties.Count);
                foreach (var (property, index) in expected.EnumerateObject().Select(static (property, index) => (property, index)))
                {
                    AssertSame(property.Value, value.Properties[index].Value, text);
                }

                break;
            case JsonArray value:
                Assert.Equal(expected.GetArrayLength(), value.Items.Count);
                for (var i = 0; i < value.Items.Count; i++)
                {
                    AssertSame(expected[i], value.Items[i], text);
                }

                break;
            case JsonString value when !value.Value.Contains('\uFFFD', StringComparison.Ordinal):
                Assert.Equal(expected.GetString(), value.Value);
                break;
            default:
                Assert.Equal(expected.GetRawText(), text[actual.Span.Start.Offset..actual.Span.End.Offset]);
                break;
        }
    }

    private static string Show(string text) => JsonSerializer.Serialize(text);
}
