using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Roles;

/// <summary>The options that a role was started with.</summary>
internal sealed class RoleArguments
{
    private readonly IHostRole _role;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="role">Its grammar names the options. One with a word behind it takes a value.</param>
    /// <param name="arguments">What follows the role's name.</param>
    /// <exception cref="SkillException">An option is unknown, or lacks its value.</exception>
    public RoleArguments(IHostRole role, string[] arguments)
    {
        _role = role;
        var words = role.Grammar.Split([' ', '[', ']', '(', ')', '|'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < arguments.Length; i++)
        {
            var option = arguments[i];
            var place = IsOption(option) ? Array.IndexOf(words, option) : -1;
            if (place < 0)
            {
                throw Wrong($"{role.Name} does not know '{option}'");
            }

            var takesValue = place + 1 < words.Length && !IsOption(words[place + 1]);
            if (takesValue && i + 1 == arguments.Length)
            {
                throw Wrong($"{option} needs a value");
            }

            _values[option] = takesValue ? arguments[++i] : "";
        }
    }

    /// <summary>An option's value; null if it was not given.</summary>
    public string? this[string option] => _values.GetValueOrDefault(option);

    public bool Has(string option) => _values.ContainsKey(option);

    /// <exception cref="SkillException">The option was not given.</exception>
    public string Require(string option) => this[option] ?? throw Wrong($"{option} is missing");

    /// <summary>The error for arguments that this role cannot be started with.</summary>
    /// <param name="problem">A sentence without its full stop.</param>
    public SkillException Wrong(string problem) =>
        new(ExitCode.WrongArguments, $"{problem}. Usage: mcp-skill-host {_role.Name} {_role.Grammar}");

    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal);
}
