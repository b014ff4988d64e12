using System.Collections;
using System.Globalization;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// How a guard gets the server's command: a variable for each word, because only this user can read a process's variables. The
/// server does not get them.
/// </summary>
internal static class GuardedCommand
{
    private const string Prefix = "MCP_SKILL_COMMAND_";

    /// <summary>Adds a command to the variables of its guard.</summary>
    public static void AddTo(Dictionary<string, string> environment, string program, IReadOnlyList<string> arguments)
    {
        foreach (var (index, word) in arguments.Prepend(program).Index())
        {
            environment[Name(index)] = word;
        }
    }

    /// <summary>Takes the command out of a guard's variables again.</summary>
    /// <returns>The command, empty if there is none, and the server's variables.</returns>
    public static (IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment) Of(IDictionary variables)
    {
        var environment = variables.Cast<DictionaryEntry>()
            .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        var command = new List<string>();
        while (environment.Remove(Name(command.Count), out var word))
        {
            command.Add(word);
        }

        return (command, environment);
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{index}");
}
