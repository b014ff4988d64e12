using McpSkillGen.Cli.Configs;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Planning;

/// <summary>What a skill needs to run: SKILL.md's <c>compatibility</c>.</summary>
internal static class Requirements
{
    private const int MaxLength = 500;

    private static readonly string[] Everywhere = ["HOME", "USER", "PATH", "SHELL", "LANG", "TMPDIR", "USERPROFILE", "USERNAME", "APPDATA", "TEMP"];

    public static string Of(PlanInputs inputs)
    {
        var needs = new List<string> { "the .NET 10 SDK for the first call on a machine" };
        if (inputs.Config is { Transport: TransportKind.Stdio, Command: { Length: > 0 } command } && command.IndexOfAny(['/', '\\', '$']) < 0)
        {
            needs.Add($"{command} on PATH");
        }

        var variables = ConfigVariables.RequiredBy(inputs.Config).Except(Everywhere).ToArray();
        if (variables.Length > 0)
        {
            needs.Add($"the environment variable{(variables.Length > 1 ? "s" : "")} {string.Join(", ", variables)} (or a line in the skill's .env)");
        }

        return ServerText.FrontmatterLine($"Needs {string.Join(", ", needs)}.", MaxLength);
    }
}
