using System.Text.Json;
using McpSkillGen.Runtime.Rules;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>
/// Reads the JSON Schema of a rule's <c>"when"</c>. A keyword that is not checked would make the rule mean something else, so it is
/// an error.
/// </summary>
/// <param name="patterns">Gets every regular expression.</param>
internal readonly ref struct ConditionReader(List<RulePattern> patterns)
{
    internal static readonly string[] KnownKeywords =
    [
        "type", "const", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties", "maxProperties",
        "items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems",
        "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "title", "description", "$comment",
    ];

    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <param name="values">Where to read it.</param>
    /// <param name="path">Its name, for messages.</param>
    public Condition Read(ref ConfigValues values, string path)
    {
        if (values.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return values.ReadBoolean(path) ? Conditions.Always : Conditions.Never;
        }

        if (!values.IsAt(JsonTokenType.StartObject, path, "a JSON Schema: an object, true or false"))
        {
            return Conditions.Never;
        }

        var all = new List<Condition>();
        var given = new Keywords();
        while (values.NextKey() is { } keyword)
        {
            if (!given.Names.Add(keyword))
            {
                values.ReportKey($"\"{path}.{keyword}\" is given twice.");
            }
            else if (ReadKeyword(ref values, keyword, $"{path}.{keyword}", given) is { } condition)
            {
                all.Add(condition);
            }
        }

        given.AddTo(all);
        return Conditions.All(all);
    }

    /// <returns>Null for what <see cref="Keywords"/> joins with others, and for what is no condition.</returns>
    private Condition? ReadKeyword(ref ConfigValues values, string keyword, string path, Keywords given)
    {
        switch (keyword)
        {
            case "type":
                return ReadTypes(ref values, path);
            case "const":
                return Conditions.IsOneOf([values.ReadJson()]);
            case "enum":
                return ReadEnum(ref values, path);
            case "pattern":
                return ReadPattern(ref values, path) is { } pattern ? Conditions.Matches(pattern) : null;
            case "minLength":
                return Conditions.HasLength(ReadCount(ref values, path), long.MaxValue);
            case "maxLength":
                return Conditions.HasLength(0, ReadCount(ref values, path));
            case "minimum":
                return Conditions.Compares(ReadNumber(ref values, path), static order => order >= 0);
            case "maximum":
                return Conditions.Compares(ReadNumber(ref values, path), static order => order <= 0);
            case "exclusiveMinimum":
                return Conditions.Compares(ReadNumber(ref values, path), static order => order > 0);
            case "exclusiveMaximum":
                return Conditions.Compares(ReadNumber(ref values, path), static order => order < 0);
            case "multipleOf":
                return Conditions.IsMultipleOf(ReadNumber(ref values, path));
            case "properties":
                given.Properties = ReadMap(ref values, path);
                return null;
            case "patternProperties":
                ReadPatterned(ref values, path, given.Patterned);
                return null;
            case "additionalProperties":
                given.OtherProperties = Read(ref values, path);
                return null;
            case "propertyNames":
                return Conditions.PropertyNames(Read(ref values, path));
            case "required":
                return Conditions.Requires(values.ReadStrings(path));
            case "minProperties":
                return Conditions.HasProperties(ReadCount(ref values, path), long.MaxValue);
            case "maxProperties":
                return Conditions.HasProperties(0, ReadCount(ref values, path));
            case "items":
                given.OtherItems = Read(ref values, path);
                return null;
            case "prefixItems":
                given.FirstItems = ReadList(ref values, path);
                return null;
            case "contains":
                given.Contained = Read(ref values, path);
                return null;
            case "minContains":
                given.MinContains = ReadCount(ref values, path);
                return null;
            case "maxContains":
                given.MaxContains = ReadCount(ref values, path);
                return null;
            case "minItems":
                return Conditions.HasItems(ReadCount(ref values, path), long.MaxValue);
            case "maxItems":
                return Conditions.HasItems(0, ReadCount(ref values, path));
            case "uniqueItems":
                return values.ReadBoolean(path) ? Conditions.HasUniqueItems() : null;
            case "allOf":
                return Conditions.All(ReadList(ref values, path));
            case "anyOf":
                return Conditions.Any(ReadList(ref values, path));
            case "oneOf":
                return Conditions.ExactlyOne(ReadList(ref values, path));
            case "not":
                return Conditions.Not(Read(ref values, path));
            case "if":
                given.If = Read(ref values, path);
                return null;
            case "then":
                given.Then = Read(ref values, path);
                return null;
            case "else":
                given.Else = Read(ref values, path);
                return null;
            case "title" or "description" or "$comment":
                values.Skip();
                return null;
            default:
                values.ReportKey($"rules do not check \"{keyword}\" of JSON Schema ({path}).{Suggestion.DidYouMean(keyword, KnownKeywords)} They check {string.Join(", ", KnownKeywords[..^3])}.");
                return null;
        }
    }

    private static Condition ReadTypes(ref ConfigValues values, string path)
    {
        var start = values.Position;
        IReadOnlyList<string> types =
            values.TokenType is JsonTokenType.StartArray ? values.ReadStrings(path)
            : values.ReadString(path) is { } only ? [only]
            : [];
        foreach (var type in types.Where(static type => !Types.Contains(type)))
        {
            values.Report(isError: true, start, $"\"{path}\" is \"{type}\"; expected one or more of {string.Join(", ", Types)}.{Suggestion.DidYouMean(type, Types)}");
        }

        return Conditions.HasType(types);
    }

    private static Condition ReadEnum(ref ConfigValues values, string path)
    {
        var allowed = new List<JsonElement>();
        if (values.IsAt(JsonTokenType.StartArray, path, "an array of values"))
        {
            while (values.Read() && values.TokenType is not JsonTokenType.EndArray)
            {
                allowed.Add(values.ReadJson());
            }
        }

        return Conditions.IsOneOf(allowed);
    }

    private string? ReadPattern(ref ConfigValues values, string path)
    {
        var place = values.PlaceOf(values.Position);
        if (values.ReadString(path) is not { } pattern)
        {
            return null;
        }

        patterns.Add(new RulePattern(pattern, place));
        return pattern;
    }

    private void ReadPatterned(ref ConfigValues values, string path, List<(string Pattern, Condition Condition)> patterned)
    {
        if (!values.IsAt(JsonTokenType.StartObject, path, "an object of JSON Schemas"))
        {
            return;
        }

        while (values.NextKey() is { } pattern)
        {
            patterns.Add(new RulePattern(pattern, values.PlaceOf(values.Position)));
            patterned.Add((pattern, Read(ref values, $"{path}.{pattern}")));
        }
    }

    private Dictionary<string, Condition> ReadMap(ref ConfigValues values, string path)
    {
        var map = new Dictionary<string, Condition>(StringComparer.Ordinal);
        if (values.IsAt(JsonTokenType.StartObject, path, "an object of JSON Schemas"))
        {
            while (values.NextKey() is { } name)
            {
                if (map.ContainsKey(name))
                {
                    values.ReportKey($"\"{path}.{name}\" is given twice.");
                    continue;
                }

                map[name] = Read(ref values, $"{path}.{name}");
            }
        }

        return map;
    }

    private List<Condition> ReadList(ref ConfigValues values, string path)
    {
        var list = new List<Condition>();
        var start = values.Position;
        if (!values.IsAt(JsonTokenType.StartArray, path, "an array of JSON Schemas"))
        {
            return list;
        }

        while (values.Read() && values.TokenType is not JsonTokenType.EndArray)
        {
            list.Add(Read(ref values, $"{path}[{list.Count}]"));
        }

        if (list.Count == 0)
        {
            values.Report(isError: true, start, $"\"{path}\" is empty; expected one or more JSON Schemas.");
        }

        return list;
    }

    private static long ReadCount(ref ConfigValues values, string path)
    {
        const string Expected = "a whole number, 0 or more";
        var start = values.Position;
        if (!values.IsAt(JsonTokenType.Number, path, Expected))
        {
            return 0;
        }

        var number = values.ReadJson();
        if (number.TryGetInt64(out var count) && count >= 0)
        {
            return count;
        }

        values.Report(isError: true, start, $"\"{path}\" is {number.GetRawText()}; expected {Expected}.");
        return 0;
    }

    private static JsonElement ReadNumber(ref ConfigValues values, string path) =>
        values.IsAt(JsonTokenType.Number, path, "a number") ? values.ReadJson() : default;

    /// <summary>The keywords of one schema that mean something only together.</summary>
    private sealed class Keywords
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Condition> Properties { get; set; } = [];

        public List<(string Pattern, Condition Condition)> Patterned { get; } = [];

        public Condition? OtherProperties { get; set; }

        public List<Condition> FirstItems { get; set; } = [];

        public Condition? OtherItems { get; set; }

        public Condition? Contained { get; set; }

        public long MinContains { get; set; } = 1;

        public long MaxContains { get; set; } = long.MaxValue;

        public Condition? If { get; set; }

        public Condition? Then { get; set; }

        public Condition? Else { get; set; }

        public void AddTo(List<Condition> all)
        {
            if (Properties.Count + Patterned.Count > 0 || OtherProperties is not null)
            {
                all.Add(Conditions.Properties(Properties, Patterned, OtherProperties ?? Conditions.Always));
            }

            if (FirstItems.Count > 0 || OtherItems is not null)
            {
                all.Add(Conditions.Items(FirstItems, OtherItems ?? Conditions.Always));
            }

            if (Contained is not null)
            {
                all.Add(Conditions.Contains(Contained, MinContains, MaxContains));
            }

            if (If is not null)
            {
                all.Add(Conditions.If(If, Then ?? Conditions.Always, Else ?? Conditions.Always));
            }
        }
    }
}
