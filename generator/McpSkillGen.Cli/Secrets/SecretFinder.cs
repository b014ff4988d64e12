using System.Text.RegularExpressions;

namespace McpSkillGen.Cli.Secrets;

/// <summary>Finds the secret parts of a value, by the value's name and by what the parts look like.</summary>
internal static partial class SecretFinder
{
    private const string Password = "PASSWORD";
    private const string Token = "TOKEN";

    private static readonly HashSet<string> Schemes = new(StringComparer.OrdinalIgnoreCase) { "Bearer", "Basic", "Token", "ApiKey", "Bot", "Digest", "Negotiate", "Key" };

    // As long as the shortest list of words that a wallet's seed is.
    private const int SeedWords = 12;

    /// <param name="Start">Where it begins in the value.</param>
    /// <param name="Length">In characters.</param>
    /// <param name="Name">A name for it; null if the value's own name fits.</param>
    internal readonly record struct Part(int Start, int Length, string? Name);

    /// <summary>The parts, from left to right, none inside another.</summary>
    /// <param name="name">Of the variable, header or flag; may be null.</param>
    /// <param name="value">With its <c>${NAME}</c>, which are not secrets.</param>
    public static IReadOnlyList<Part> Find(string? name, string value)
    {
        var weight = name is null ? SecretNames.Weight.None : SecretNames.WeightOf(name);
        var isLogin = name is not null && SecretNames.IsLogin(name) && SecretShapes.PasswordOfUser(value) is not null;
        if (IsWhole(weight, value) && !isLogin && !Scheme().IsMatch(value))
        {
            return [new Part(0, value.Length, null)];
        }

        var parts = new List<Part>();
        foreach (var known in SecretShapes.Known(value))
        {
            Add(parts, known, known.Length == value.Length ? null : IsPasswordOfAddress(value, known) ? Password : Token);
        }

        AddByName(parts, name, value);
        foreach (Match header in HeaderWithScheme().Matches(value))
        {
            if (SecretNames.WeightOf(header.Groups["name"].Value) >= SecretNames.Weight.Weak && !Reference().IsMatch(header.Groups["value"].Value))
            {
                Add(parts, header.Groups["value"], Token);
            }
        }

        foreach (var (settingName, setting) in Settings(value))
        {
            if (!Schemes.Contains(setting.Value) && IsWhole(SecretNames.WeightOf(settingName), setting.Value))
            {
                Add(parts, setting, settingName);
            }
            else if (SecretNames.IsLogin(settingName) && SecretShapes.PasswordOfUser(setting.Value) is { } password)
            {
                Add(parts, setting.Index + password.Index, password.Length, Password);
            }
        }

        if (weight >= SecretNames.Weight.Strong && parts.Count == 0 && Scheme().Match(value) is { Success: true } scheme && !Reference().IsMatch(value))
        {
            Add(parts, scheme.Groups["value"], Token);
        }

        foreach (var random in weight is SecretNames.Weight.About ? [] : SecretShapes.Random(value))
        {
            Add(parts, random, random.Length == value.Length ? null : Token);
        }

        return [.. parts.Where(part => !IsInReference(value, part)).OrderBy(static part => part.Start)];
    }

    // What only some names have: "user:password", the address of a hook. A password may also be glued to its flag.
    private static void AddByName(List<Part> parts, string? name, string value)
    {
        if (SecretShapes.GluedPassword(value) is { } glued)
        {
            Add(parts, glued, Password);
        }

        if (name is not null && SecretNames.IsLogin(name) && SecretShapes.PasswordOfUser(value) is { } password)
        {
            Add(parts, password, Password);
        }

        if (name is not null && SecretNames.IsWebhook(name) && SecretShapes.SecretPath(value) is { } path)
        {
            Add(parts, path, Token);
        }
    }

    private static bool IsWhole(SecretNames.Weight weight, string value) => value.Length > 0 && !Reference().IsMatch(value) && weight switch
    {
        SecretNames.Weight.Password => !SecretShapes.IsHarmless(value) || IsNumber(value),
        SecretNames.Weight.Strong => !SecretShapes.IsHarmless(value),
        SecretNames.Weight.Pin => (value.Length is >= 4 and <= 12 && IsNumber(value)) || (!SecretShapes.IsHarmless(value) && SecretShapes.IsLikely(value)),
        SecretNames.Weight.Weak => !SecretShapes.IsHarmless(value) && SecretShapes.IsLikely(value)
            && (!value.Contains(' ', StringComparison.Ordinal) || value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= SeedWords),
        _ => false,
    };

    private static bool IsNumber(string value) => value.All(char.IsAsciiDigit);

    private static bool IsPasswordOfAddress(string value, Capture part) =>
        part.Index > 0 && value[part.Index - 1] == ':' && value.AsSpan(part.Index + part.Length) is ['@', ..];

    // In a connection string, a value ends at the semicolon and may have spaces.
    private static IEnumerable<(string Name, Group Value)> Settings(string value)
    {
        IEnumerable<Match> ofConnection = value.Contains(';', StringComparison.Ordinal) ? OfConnection().Matches(value) : [];
        return ofConnection.Concat(Setting().Matches(value)).Select(static match => (match.Groups["name"].Value.Trim(), match.Groups["value"]));
    }

    private static void Add(List<Part> parts, Capture found, string? name) => Add(parts, found.Index, found.Length, name);

    private static void Add(List<Part> parts, int start, int length, string? name)
    {
        if (length > 0 && parts.TrueForAll(part => part.Start + part.Length <= start || start + length <= part.Start))
        {
            parts.Add(new Part(start, length, name));
        }
    }

    private static bool IsInReference(string value, Part part) =>
        Reference().Matches(value).Any(reference => part.Start < reference.Index + reference.Length && reference.Index < part.Start + part.Length);

    // As the runtime reads them. "$${" is not one.
    [GeneratedRegex(@"(?<!\$)\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\}")]
    private static partial Regex Reference();

    // "?api_key=x" of an address, "API_KEY=x" of docker's -e, "X-Api-Key: x" of a header in an argument, "--api-key=x",
    // "/token:x", "/p:Password=x", "password='two words'". One setting may be the value of another.
    [GeneratedRegex(
        """
        (?<=^|^/|[;?&,\s"'{:=]|(?<![A-Za-z0-9_.])-)(?<name>[A-Za-z_][A-Za-z0-9_.-]*(?:\ [A-Za-z]+)?)["']?(?:=|:(?!/)\s*)
        (?=(?:"(?<value>[^"]+)"|'(?<value>[^']+)'|(?<value>[^\s;&"',}]+)))
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Setting();

    [GeneratedRegex("""(?<=^|;)\s*(?<name>[A-Za-z][A-Za-z _-]*?)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|\{(?<value>[^}]*)\}|(?<value>[^;]*))""")]
    private static partial Regex OfConnection();

    [GeneratedRegex(
        """
        (?<=^|[\s"'{=,;])(?<name>[A-Za-z][A-Za-z0-9_-]*)["']?\s*[=:]\s*["']?(?:Bearer|Basic|Token|ApiKey|Bot|Digest|Negotiate|Key)\s+(?<value>[^\s"',;}]+)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex HeaderWithScheme();

    [GeneratedRegex(@"^(?:Bearer|Basic|Token|ApiKey|Bot)\s+(?<value>\S+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
