using System.Text;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// The part of <c>--help</c> about the variables that the skill's config needs: which, what for, and whether they are set;
/// never their values. Read from the config as it is now, so that changes show.
/// </summary>
internal static class VariablesHelp
{
    /// <param name="folder">The skill; null if it was not found.</param>
    /// <param name="environment">Looks a variable of the caller up.</param>
    /// <returns>Lines; empty if the config needs no variable, or cannot be read: the next call says why.</returns>
    public static string Of(SkillFolder? folder, Func<string, string?> environment)
    {
        if (folder is null || TryRead(folder.ConfigFile) is not { } text || ConfigReader.Read(text, folder.ConfigFile).Config is not { } config)
        {
            return "";
        }

        var secrets = DotEnv.Parse(TryRead(folder.SecretsFile) is { } file ? Encoding.UTF8.GetString(file) : "");
        var rows = new List<HelpRow>();
        foreach (var references in VariableReference.In(config).GroupBy(static reference => reference.Name))
        {
            var need = references.All(static reference => reference.HasDefault) ? "optional, for" : "needed by";
            var state = environment(references.Key) is not null ? "set in the environment" : secrets.ContainsKey(references.Key) ? "set in .env" : "not set";
            rows.Add(new HelpRow(references.Key, $"{need} {string.Join(", ", references.Select(static reference => reference.Place).Distinct())}; {state}"));
        }

        if (rows.Count == 0)
        {
            return "";
        }

        var help = new StringBuilder("\nVariables of the config, from the environment or from .env in the skill's folder:\n");
        HelpRow.AppendTo(help, rows);
        return help.ToString();
    }

    private static byte[]? TryRead(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
