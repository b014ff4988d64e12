using System.CommandLine;
using System.CommandLine.Parsing;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>A command about what the server offers beside tools, as it was typed: <c>resources read URI</c>.</summary>
/// <param name="Verb">What to do; <c>list</c> where nothing was said.</param>
/// <param name="Words">What follows the verb and belongs to no flag.</param>
/// <param name="Options">The flags of every command.</param>
internal sealed record ServerCommandLine(string Verb, string[] Words, GlobalOptions Options)
{
    /// <summary>Arguments that were chosen before, for <c>complete</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Context { get; private init; } = [];

    /// <param name="name">The command: <c>resources</c> or <c>prompts</c>.</param>
    /// <param name="verbs">What it can do.</param>
    /// <param name="args">What follows the command.</param>
    /// <param name="problems">A sentence for each mistake.</param>
    public static ServerCommandLine Parse(string name, IReadOnlyList<string> verbs, string[] args, out List<string> problems)
    {
        var command = new Command(name);
        var options = GlobalOptions.AddTo(command);
        var words = GivenTexts.Words("words");
        command.Arguments.Add(words);
        var with = GlobalOptions.Valued("--with");
        command.Options.Add(with);
        var parsed = FlagParser.Parse(command, options, args, out problems);
        var given = parsed.GetResult(words)?.Tokens.Select(static token => token.Value).ToArray() ?? [];
        var verb = given is [var first, ..] ? first : "list";
        if (!verbs.Contains(verb))
        {
            var nearest = Suggestion.Nearest(verb, verbs);
            problems.Add($"'{name}' cannot '{verb}'; expected {string.Join(", ", verbs)}.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
        }

        return new ServerCommandLine(verb, [.. given.Skip(1)], options) { Context = ReadContext(parsed.GetResult(with)?.Tokens ?? [], problems) };
    }

    private static List<KeyValuePair<string, string>> ReadContext(IEnumerable<Token> given, List<string> problems)
    {
        var context = new List<KeyValuePair<string, string>>();
        foreach (var text in given.Select(static token => token.Value))
        {
            if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                context.Add(new(text[..at], text[(at + 1)..]));
            }
            else
            {
                problems.Add($"--with is '{text}'; expected NAME=VALUE.");
            }
        }

        return context;
    }
}
