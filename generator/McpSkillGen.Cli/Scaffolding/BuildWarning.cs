using System.Globalization;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>A warning of a skill's first build.</summary>
/// <param name="Id">The diagnostic's id, which has a page in <c>docs/diagnostics/</c>.</param>
/// <param name="Position">Where in the config: <c>(line,column)</c>, from 1; empty if it is about no place in it.</param>
/// <param name="Text">A sentence.</param>
internal sealed record BuildWarning(string Id, string Position, string Text)
{
    /// <summary>The server works, but maybe not as expected.</summary>
    public static BuildWarning Odd(string text) => new("MSG0104", "", text);

    /// <summary>The config works, but maybe not as expected.</summary>
    public static BuildWarning Odd(ConfigProblem problem) =>
        new("MSG0104", string.Create(CultureInfo.InvariantCulture, $"({problem.Line},{problem.Column})"), problem.Message);

    /// <summary>Says the secret's name, never its value.</summary>
    public static BuildWarning SecretMoved(string place, string variable) =>
        new("MSG0105", "", $"Moved the secret in {place} to .env, which git ignores. The config now says ${{{variable}}}. Set that variable wherever else the skill is used.");

    /// <summary>One line as compilers print it, which a build takes as a warning.</summary>
    public string Line(string configFile) => $"{configFile}{Position} : warning {Id}: {Text}";
}
