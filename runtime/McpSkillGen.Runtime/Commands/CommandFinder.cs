using McpSkillGen.Runtime.Arguments;

namespace McpSkillGen.Runtime.Commands;

/// <summary>Finds the command in a command line, and understands the older spelling <c>--list</c>, <c>--call JSON</c>.</summary>
internal static class CommandFinder
{
    /// <returns>The command's name, null where there is none, and every other argument in order.</returns>
    public static (string? Name, string[] Arguments) Split(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is "--list" or "--describe" or "--call" or "--status" or "--stats" or "--logs" or "--reset-stats")
            {
                var rest = Without(args, i);
                return arg is "--call" && i < rest.Length ? SplitCall(rest, i) : (arg[2..], rest);
            }

            if (GlobalOptions.TakesValue(arg))
            {
                i++;
            }
            else if (arg is not ['-', _, ..])
            {
                return (arg, Without(args, i));
            }
        }

        return (null, args);
    }

    // --call '{"tool":"echo","arguments":{…}}' says in one object what "call echo {…}" says in two words.
    private static (string Name, string[] Arguments) SplitCall(string[] args, int at)
    {
        if (OldCall.TryParse(args[at], out var tool, out var arguments))
        {
            return ("call", [.. args[..at], tool, arguments, .. args[(at + 1)..]]);
        }

        return ("call", args);
    }

    private static string[] Without(string[] args, int at) => [.. args[..at], .. args[(at + 1)..]];
}
