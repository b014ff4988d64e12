using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;

namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>Texts that fit a schema's lengths and pattern, the awkward ones first.</summary>
internal static class RandomText
{
    // What a command line, a file name or JSON might take for something else.
    private static readonly string[] Awkward =
    [
        "", "a", "Ünïcødé 中文 😀", "\"\\/\u0008\n\t\u2028", "null", "12", "-0.5", " x ", "true", "@a", "@@", "-", "--", "--x=1", "-h", "=", "a=b", "a=", "[]",
        "[1]", "[\"a\"]", "{}", "{\"a\":1}", "{", "[", "\"", "\"a\"", "1e3", "NaN", "some words, and more",
    ];

    // What people's patterns are about: numbers, dates, identifiers, colours, lists, names with a prefix.
    private static readonly string[] Typical =
    [
        "ab", "abc", "A1", "AB", "AB_C", "7", "007", "2024-01-31", "2024-01-31T10:00:00Z", "today", "today..*", "a=b", "a=b,c=d", "x@y.zz", "#a1b2c3", "a1b2c3",
        "00000000-0000-0000-0000-000000000000", "7-00000000-0000-0000-0000-000000000000", "AB-T1", "ab-E1", "AB_C-R1", "ab-1", "AS1", "GET", "GET,PUT",
        "timestamp:asc", "count:desc", "team", "GDZ", "/a.b", "a,b", "https://example.com/a?b=c", "\\ddd", "😀😀", "éa b", "é", "中文",
    ];

    // A limit beyond this is tried only from below.
    private const int Longest = 300;

    /// <returns>
    /// Texts that fit as far as .NET can tell, which understands patterns nearly as ECMA-262 does, and now and then one beyond
    /// ASCII, where the two differ.
    /// </returns>
    public static Gen<string> Of(JsonElement schema)
    {
        var (least, most) = (Length(schema, "minLength") ?? 0, Length(schema, "maxLength") ?? int.MaxValue);
        var pattern = schema.TryGetProperty("pattern", out var source) && source.ValueKind is JsonValueKind.String ? Read(source.GetString()!) : null;
        var proposed = pattern is null ? Awkward : [.. Awkward, .. Typical];
        string[] texts =
        [
            .. proposed.SelectMany(text => new[] { text, Lengthened(text, least), Lengthened(text, most < Longest ? most : least) })
                .Distinct().Where(text => CodePoints(text) >= least && CodePoints(text) <= most),
        ];
        var fitting = Array.FindAll(texts, text => pattern is null || pattern.IsMatch(text));
        var doubtful = Array.FindAll(texts, text => !fitting.Contains(text) && text.Any(static c => !char.IsAscii(c)));
        return (fitting.Length, doubtful.Length) switch
        {
            (0, 0) => Gen.Const(Lengthened("a", least)),
            (0, _) => Pick(doubtful),
            (_, 0) => Pick(fitting),
            _ => Gen.Int[0, 15].SelectMany(chance => Pick(chance == 0 ? doubtful : fitting)),
        };
    }

    private static Gen<string> Pick(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Lengthened(string text, int length) => CodePoints(text) >= length ? text : text + new string('a', length - CodePoints(text));

    private static int CodePoints(string text) => text.EnumerateRunes().Count();

    private static Regex? Read(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static int? Length(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var length)
        && length.ValueKind is JsonValueKind.Number
        && length.TryGetDouble(out var value)
        && value < 100_000
            ? (int)value
            : null;
}
