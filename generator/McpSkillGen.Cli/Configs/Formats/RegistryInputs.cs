using System.Text.RegularExpressions;
using McpSkillGen.Cli.Configs.Values;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// The values that a <c>server.json</c> states, proposes or leaves to the user. A stated value stays. A variable can override a
/// proposed one. An open value becomes a variable if it is required, and is left out if it is optional.
/// </summary>
/// <param name="serverName">For variables that the file does not name.</param>
internal sealed partial class RegistryInputs(string serverName)
{
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    /// <summary>The literal values that the file marks with <c>isSecret</c>.</summary>
    public IReadOnlySet<string> Secrets => _secrets;

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
            var value = ValueOf(input, VariableFor(name?.TrimStart('-') ?? input.TextAt("valueHint") ?? "argument"));
            if (name is null || input.TextAt("type") is "positional")
            {
                words.AddRange(value is null ? [] : [value]);
            }
            else if (value is not null)
            {
                words.AddRange([name, value]);
            }
            else if (IsSwitch(input))
            {
                words.Add(name);
            }
        }

        return words;
    }

    /// <summary>Fills in the variables of a text: <c>{name}</c>.</summary>
    public string Fill(string text, FileValue.Table? variables) =>
        Placeholder().Replace(EditorVariables.Literally(text), match => variables?.TableAt(match.Groups["name"].Value) is { } input
            ? ValueOf(input, VariableFor(match.Groups["name"].Value)) ?? ""
            : match.Value);

    private string? ValueOf(FileValue.Table input, string variable)
    {
        var isSecret = IsTrue(input, "isSecret");
        if (input.TextAt("value") is { } stated)
        {
            var filled = Fill(stated, input.TableAt("variables"));
            if (isSecret && !filled.Contains("${", StringComparison.Ordinal))
            {
                _secrets.Add(filled);
            }

            return filled;
        }

        return (input.TextAt("default"), isSecret) switch
        {
            ({ } proposed, _) when proposed.Contains('}', StringComparison.Ordinal) => EditorVariables.Literally(proposed),
            ({ } proposed, false) => $"${{{variable}:-{proposed}}}",
            _ when isSecret || IsTrue(input, "isRequired") => $"${{{variable}}}",
            _ => null,
        };
    }

    // A name without a value: "--read-only".
    private static bool IsSwitch(FileValue.Table input) =>
        input["valueHint"] is null && input["variables"] is null && input["format"] is null && input["choices"] is null
        && input["placeholder"] is null && input["isRequired"] is null;

    // A name that looks like an environment variable already is one. Others get the server's name in front.
    private string VariableFor(string name)
    {
        var words = string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')).Trim('_');
        var isVariable = name == words && name.Contains('_', StringComparison.Ordinal);
        var prefix = string.Concat(serverName.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')).Trim('_');
        var full = isVariable || words.StartsWith(prefix, StringComparison.Ordinal) ? words : $"{prefix}_{words}";
        return full is [>= '0' and <= '9', ..] ? $"_{full}" : full;
    }

    private static bool IsTrue(FileValue.Table input, string key) => input[key] is FileValue.Flag { Value: true };

    private static IEnumerable<FileValue.Table> Inputs(FileValue? list) => ((list as FileValue.List)?.Items ?? []).OfType<FileValue.Table>();

    [GeneratedRegex(@"(?<!\$)\{(?<name>[A-Za-z0-9_.-]+)\}")]
    private static partial Regex Placeholder();
}
