using System.Text.RegularExpressions;
using McpSkillGen.Cli.Configs.Values;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// The values that a <c>server.json</c> states, proposes or leaves to the user. A stated value stays. A variable can override a
/// proposed one. An open value becomes a variable: it must be set if it is required, and may be left out if it is secret. Any
/// other open value is left out.
/// </summary>
/// <param name="serverName">For variables that the file does not name.</param>
internal sealed partial class RegistryInputs(string serverName)
{
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private readonly List<string> _leftOut = [];

    /// <summary>The literal values that the file marks with <c>isSecret</c>.</summary>
    public IReadOnlySet<string> Secrets => _secrets;

    /// <summary>What was left out although somebody may want it, a sentence each.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Environment variables or headers: a list of inputs with a name each.</summary>
    public Dictionary<string, string> Named(FileValue? list)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in Inputs(list))
        {
            if (input.TextAt("name") is { } name && ValueOf(input, VariableFor(name)) is { } value)
            {
                values[name] = value;
            }
        }

        return values;
    }

    /// <summary>Arguments, positional and named, in the order of the file.</summary>
    public IReadOnlyList<string> Arguments(FileValue? list)
    {
        var words = new List<string>();
        foreach (var input in Inputs(list))
        {
            var name = input.TextAt("name");
            var label = name ?? input.ScalarAt("valueHint") ?? input.ScalarAt("value_hint") ?? "argument";
            var value = IsOptionalSecret(input) ? null : ValueOf(input, VariableFor(label.TrimStart('-')));
            if (value is null && (name is null || !IsSwitch(input)))
            {
                if (IsOptionalSecret(input))
                {
                    _leftOut.Add($"The optional argument {label} is left out. Add it to \"args\" if you need it.");
                }
            }
            else if (name is null || input.TextAt("type") is "positional")
            {
                words.AddRange(value is null ? [] : [value]);
            }
            else
            {
                words.AddRange(value is null ? [name] : [name, value]);
            }
        }

        return words;
    }

    /// <summary>Fills in the variables of a text: <c>{name}</c>.</summary>
    public string Fill(string text, FileValue.Table? variables) =>
        Placeholder().Replace(EditorVariables.Literally(text), match => variables?.TableAt(match.Groups["name"].Value) is { } input
            ? ValueOf(input, VariableFor(match.Groups["name"].Value), isNeeded: true) ?? ""
            : match.Value);

    /// <summary>A value that the file leaves to the user, or proposes.</summary>
    /// <returns>Null if it is left out.</returns>
    public static string? ValueOf(string variable, string? proposed, bool isRequired, bool isSecret) => (proposed, isRequired, isSecret) switch
    {
        // Our own syntax ends a default at the first brace.
        ({ } text, _, _) when text.Contains('}', StringComparison.Ordinal) => text,
        ({ } text, _, _) => $"${{{variable}:-{text}}}",
        (null, true, _) => $"${{{variable}}}",
        (null, false, true) => $"${{{variable}:-}}",
        _ => null,
    };

    /// <summary>
    /// The variable for an input. A name that looks like an environment variable already is one. Others get the server's name in
    /// front.
    /// </summary>
    public string VariableFor(string name)
    {
        var words = string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')).Trim('_');
        var isVariable = name == words && name.Contains('_', StringComparison.Ordinal);
        var prefix = string.Concat(serverName.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')).Trim('_');
        var full = isVariable || words.StartsWith(prefix, StringComparison.Ordinal) ? words : $"{prefix}_{words}";
        return full is [>= '0' and <= '9', ..] ? $"_{full}" : full;
    }

    // What stands inside a text is needed, unless the file says otherwise: "Bearer {token}".
    private string? ValueOf(FileValue.Table input, string variable, bool isNeeded = false)
    {
        var isSecret = Is(input, "isSecret");
        if (input.ScalarAt("value") is { } stated)
        {
            var filled = Fill(stated, input.TableAt("variables"));
            if (isSecret && !filled.Contains("${", StringComparison.Ordinal))
            {
                _secrets.Add(filled);
            }

            return filled;
        }

        var proposed = input.ScalarAt("default") is { Length: > 0 } text ? EditorVariables.Literally(text) : null;
        return ValueOf(variable, proposed, Is(input, "isRequired") || (isNeeded && isSecret && Key(input, "isRequired") is null), isSecret);
    }

    private static bool IsOptionalSecret(FileValue.Table input) =>
        Is(input, "isSecret") && !Is(input, "isRequired") && input["value"] is null && input["default"] is null;

    // A name without a value: "--read-only".
    private static bool IsSwitch(FileValue.Table input) =>
        Key(input, "valueHint") is null && input["variables"] is null && input["format"] is null && input["choices"] is null
        && input["placeholder"] is null && Key(input, "isRequired") is null && !Is(input, "isSecret");

    private static bool Is(FileValue.Table input, string key) => Key(input, key) is FileValue.Flag { Value: true };

    /// <summary>A key in the spelling of today, or in that of the first versions: <c>is_required</c>.</summary>
    public static FileValue? Key(FileValue.Table table, string key) =>
        table[key] ?? table[UpperCase().Replace(key, static match => $"_{match.Value.ToLowerInvariant()}")];

    private static IEnumerable<FileValue.Table> Inputs(FileValue? list) => ((list as FileValue.List)?.Items ?? []).OfType<FileValue.Table>();

    [GeneratedRegex(@"(?<!\$)\{(?<name>[A-Za-z0-9_.-]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex UpperCase();
}
