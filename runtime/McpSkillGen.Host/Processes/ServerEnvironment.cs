using System.Collections;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Processes;

/// <summary>The variables that a server gets: what the config names, and of the caller's what <see cref="InheritedVariables"/> has.</summary>
internal static class ServerEnvironment
{
    private static StringComparer NameComparer => OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <param name="ours">The host's own variables.</param>
    /// <param name="configured">The config's, which win.</param>
    public static Dictionary<string, string> Compose(IDictionary ours, IReadOnlyDictionary<string, string> configured)
    {
        var environment = new Dictionary<string, string>(NameComparer);
        foreach (DictionaryEntry entry in ours)
        {
            if (entry is { Key: string name, Value: string value } && InheritedVariables.Has(name, value))
            {
                environment[name] = value;
            }
        }

        foreach (var (name, value) in configured)
        {
            environment[name] = value;
        }

        return environment;
    }
}
