using System.Globalization;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>Something that a skill's first build tells and does not fail for.</summary>
/// <param name="Id">Of the diagnostic, which has a page in <c>docs/diagnostics/</c>.</param>
/// <param name="Position">Where it stands in the config: <c>(line,column)</c>, from 1; empty where it stands nowhere.</param>
/// <param name="Text">A sentence.</param>
internal sealed record BuildWarning(string Id, string Position, string Text)
{
    /// <summary>The server is usable, and not as one may expect.</summary>
    public static BuildWarning Odd(string text) => new("MSG0104", "", text);

    /// <summary>The config is usable, and not as one may expect.</summary>
    public static BuildWarning Odd(ConfigProblem problem) =>
        new("MSG0104", string.Create(CultureInfo.InvariantCulture, $"({problem.Line},{problem.Column})"), problem.Message);

    /// <summary>By name, never by value.</summary>
    public static BuildWarning SecretMoved(string place, string variable) =>
        new("MSG0105", "", $"Moved the secret in {place} to .env, which git ignores: the config says ${{{variable}}}. Set that variable wherever else the skill is used.");

    /// <summary>One line as compilers print it, which a build takes for a warning of its own.</summary>
    public string Line(string configFile) => $"{configFile}{Position} : warning {Id}: {Text}";
}
