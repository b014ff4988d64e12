using System.CommandLine;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>
/// System.CommandLine, held to what a tool's flags need: a value is taken whatever it looks like, and what fits nowhere is
/// told in our own words, with the nearest flag's name.
/// </summary>
internal static class FlagParser
{
    // Values are the server's business: "@name" and "-" are ours to read, response files nobody asked for.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Parses, and finds everything that fits nowhere.</summary>
    /// <param name="command">The command with its flags.</param>
    /// <param name="options">The flags of every command, which take their values over.</param>
    /// <param name="args">What was given, without the command's name.</param>
    /// <param name="problems">A sentence for each mistake.</param>
    public static ParseResult Parse(Command command, GlobalOptions options, string[] args, out List<string> problems)
    {
        // What fits nowhere is ours to explain, with the nearest flag's name.
        command.TreatUnmatchedTokensAsErrors = false;
        problems = [];
        // The parser drops a first argument that is named like the command, and a tool may be called "call": so it gets one.
        var parsed = command.Parse([command.Name, .. WithValuesAttached(command, args, problems)], Parsing);
        var known = command.Options.Select(static option => option.Name).ToArray();
        foreach (var token in parsed.UnmatchedTokens)
        {
            if (token is ['-', ..])
            {
                var nearest = Suggestion.Nearest(token.Split('=')[0], known);
                problems.Add($"{token} is not a flag of '{command.Name}'.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
            }
            else if (!FollowsAny(parsed.UnmatchedTokens, token, args))
            {
                problems.Add($"'{token}' belongs to no flag. Values follow their flag, and a value with spaces needs quotes.");
            }
        }

        options.Read(parsed, problems);
        return parsed;
    }

    // The value of a misspelled flag needs no complaint of its own.
    private static bool FollowsAny(IReadOnlyList<string> unmatched, string token, string[] args)
    {
        var before = Array.IndexOf(args, token) is > 0 and var at ? args[at - 1] : "";
        return before is ['-', ..] && !before.Contains('=') && unmatched.Contains(before);
    }

    // A value belongs to its flag whatever it looks like, "--", "--other=5" and nothing at all included. The parser takes it
    // so when it is attached ("--message=--"), except an empty one, which it takes only as an argument of its own. A value that
    // is missing is told here: the parser, which has nothing left to complain of, is compiled without its messages.
    private static IEnumerable<string> WithValuesAttached(Command command, string[] args, List<string> problems)
    {
        var valued = command.Options.Where(static option => option.Arity.Equals(GivenTexts.NeedsValue)).ToArray();
        bool IsValued(string name) => Array.Exists(valued, option => IsNamed(option, name));
        for (var i = 0; i < args.Length; i++)
        {
            string name, value;
            if (args[i].EndsWith('=') && IsValued(args[i][..^1]))
            {
                (name, value) = (args[i][..^1], "");
            }
            else if (IsValued(args[i]) && i + 1 < args.Length)
            {
                (name, value) = (args[i], args[++i]);
            }
            else
            {
                if (IsValued(args[i]))
                {
                    problems.Add($"{args[i]} needs a value.");
                }

                yield return Denied(command, args[i]) is { } switchedOff ? $"{switchedOff}=false" : args[i];
                continue;
            }

            if (value.Length > 0)
            {
                yield return $"{name}={value}";
            }
            else
            {
                yield return name;
                yield return value;
            }
        }
    }

    // "--no-verbose" is "--verbose=false", unless the tool has a flag of that name.
    private static string? Denied(Command command, string argument)
    {
        const string Prefix = "--no-";
        if (!argument.StartsWith(Prefix, StringComparison.Ordinal) || command.Options.Any(option => IsNamed(option, argument)))
        {
            return null;
        }

        var name = string.Concat("--", argument.AsSpan(Prefix.Length));
        return command.Options.Any(option => option.Arity.Equals(ArgumentArity.ZeroOrMore) && IsNamed(option, name)) ? name : null;
    }

    private static bool IsNamed(Option option, string name) => option.Name == name || option.Aliases.Contains(name);
}
