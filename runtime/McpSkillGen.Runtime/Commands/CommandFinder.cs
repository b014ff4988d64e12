using McpSkillGen.Runtime.Arguments;

namespace McpSkillGen.Runtime.Commands;

/// <summary>Finds the command in a command line, also in the older spelling <c>--list</c>, <c>--call JSON</c>.</summary>
internal static class CommandFinder
{
    /// <returns>The command's name, null if there is none, and every other argument in order.</returns>
    public static (string? Name, string[] Arguments) Split(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is not ['-', _, ..])
            {
                return (arg, Without(args, i));
            }

            if (Array.Find(CommandTable.All, command => command.HasFlagSpelling && arg == "--" + command.Name) is { } command)
            {
                return (command.Name, Without(args, i));
            }

            i += GlobalFlags.TakesValue(arg) ? 1 : 0;
        }

        return (null, args);
    }

    private static string[] Without(string[] args, int at) => [.. args[..at], .. args[(at + 1)..]];
}
