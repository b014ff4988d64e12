using System.Globalization;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>
/// A command's part of a command line, taken apart: the texts given for each flag, the words between them, and a sentence for
/// each mistake. A flag takes its value whatever the value looks like, <c>--</c> and <c>--other=5</c> included.
/// </summary>
internal sealed class ParsedLine
{
    private readonly string _command;
    private readonly IReadOnlyList<Flag> _flags;
    private readonly List<GivenFlag> _given = [];
    private readonly List<string> _words = [];
    private readonly List<StrayWords> _strays = [];
    private readonly List<string> _unknown = [];

    // What the next stray word follows: a flag's value, or other stray words.
    private Flag? _latest;
    private bool _isAmongStrays;

    private ParsedLine(string command, IReadOnlyList<Flag> flags) => (_command, _flags) = (command, flags);

    /// <summary>Arguments that belong to no flag; empty if the command takes none.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>A sentence for each mistake. Code that reads the values adds more.</summary>
    public List<string> Problems { get; } = [];

    /// <param name="command">The command's name, for messages.</param>
    /// <param name="flags">The command's own flags. Those of every command are known anyway, unless one of these takes the name.</param>
    /// <param name="args">What follows the command.</param>
    /// <param name="takesWords">Whether it takes anything but flags.</param>
    public static ParsedLine Parse(string command, IReadOnlyList<Flag> flags, string[] args, bool takesWords)
    {
        var line = new ParsedLine(command, flags);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--" && takesWords)
            {
                line._words.AddRange(args[(i + 1)..]);
                break;
            }

            i += line.Take(args[i], i + 1 < args.Length ? args[i + 1] : null, takesWords) ? 1 : 0;
        }

        line.Problems.AddRange(line._unknown.Select(line.ToldUnknown));
        line.Problems.AddRange(line._strays.Select(line.Told));
        return line;
    }

    /// <summary>What was given as a flag, and is none of this command.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>The texts given for a flag, in order; null if it was not given.</summary>
    /// <remarks>A flag with an optional value has the text <c>true</c> without one, and <c>false</c> as <c>--no-flag</c>.</remarks>
    public IReadOnlyList<string>? TextsOf(Flag flag) => _given.Find(given => given.Flag == flag)?.Texts;

    /// <summary>The last text given for a flag; null if there is none.</summary>
    public string? LastOf(Flag flag) => TextsOf(flag) is [.., var last] ? last : null;

    /// <summary>The last text given for a flag as a whole number; null if there is none. A wrong one is a problem.</summary>
    public int? NumberOf(Flag flag, int maximum, string expected)
    {
        if (LastOf(flag) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= maximum)
        {
            return number;
        }

        Problems.Add($"{flag.Name} is '{text}'; expected {expected}.");
        return null;
    }

    public bool Has(Flag flag) => TextsOf(flag) is not null;

    /// <param name="seeAlso">The command line to try next.</param>
    /// <exception cref="SkillException">There are problems; the message has all of them.</exception>
    public void ThrowIfAnyProblem(string seeAlso)
    {
        if (Problems.Count > 0)
        {
            throw new SkillException(ExitCode.WrongArguments, $"{string.Join('\n', Problems)}\nSee: {seeAlso}");
        }
    }

    /// <returns>Whether the next argument was taken too.</returns>
    private bool Take(string argument, string? next, bool takesWords)
    {
        if (argument is not ['-', _, ..])
        {
            TakeWord(argument, takesWords);
            return false;
        }

        (_latest, _isAmongStrays) = (null, false);
        if (Named(argument) is { } flag)
        {
            return TakeFlag(flag, argument, next);
        }

        if (Denied(argument) is { } denied)
        {
            Add(denied, "false");
            return false;
        }

        if (GlobalFlags.Find(argument) is { } global)
        {
            return TakeFlag(global, argument, next);
        }

        if (argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            && argument[..at] is var name && (Named(name) ?? GlobalFlags.Find(name)) is { } assigned)
        {
            TakeValue(assigned, argument, argument[(at + 1)..]);
            return false;
        }

        _unknown.Add(argument);

        // The value of a misspelled flag is not reported too.
        return !takesWords && next is not (null or ['-', ..]) && !argument.Contains('=', StringComparison.Ordinal);
    }

    private bool TakeFlag(Flag flag, string argument, string? next)
    {
        switch (flag.Value)
        {
            case FlagValue.None:
                Add(flag, null);
                return false;
            case FlagValue.Optional when next is null or ['-', _, ..]:
                // Given twice, it counts once.
                Add(flag, Has(flag) ? null : "true");
                return false;
            case FlagValue.Required when next is null:
                Add(flag, null);
                Problems.Add($"{argument} needs a value.");
                return false;
            default:
                Add(flag, next);
                return true;
        }
    }

    private void TakeValue(Flag flag, string argument, string value)
    {
        if (flag.Value is FlagValue.None)
        {
            Problems.Add($"{argument}: {flag.Name} takes no value.");
        }
        else
        {
            Add(flag, value);
        }
    }

    private void TakeWord(string word, bool takesWords)
    {
        if (takesWords)
        {
            _words.Add(word);
        }
        else if (_isAmongStrays)
        {
            _strays[^1].Words.Add(word);
        }
        else
        {
            _strays.Add(new StrayWords(_latest, [word]));
            _isAmongStrays = true;
        }
    }

    // A flag that was given already was not meant.
    private string ToldUnknown(string argument)
    {
        var spelled = argument.Split('=')[0];
        var advice = ListOf(spelled) is { } list ? TakesWholeItems(list, spelled[(list.Name.Length + 1)..])
            : Suggestion.DidYouMean(spelled, NamesLeft()) is { Length: > 0 } similar ? similar
            : HolderOf(spelled) is { } holder ? TakesWholeItems(holder, spelled)
            : FlagNames();
        return $"{argument} is not a flag of '{_command}'.{advice}";
    }

    private IEnumerable<string> NamesLeft() => _flags.Concat(GlobalFlags.All).Where(flag => !Has(flag)).Select(static flag => flag.Name);

    private static string TakesWholeItems(Flag list, string member)
    {
        var item = (list as ToolFlag)?.Definition.Item;
        var shown = (item?.Properties ?? []).Where(property => property.IsRequired || IsMember(property, member));
        List<string> members = [.. shown.Select(static property => property.WireName)];
        if (members.Count == 0)
        {
            members.Add(member);
        }

        var rest = item is not null && item.Properties.Count > members.Count ? ", ..." : "";
        return $" {list.Name} takes whole items. Give each as JSON: {list.Name} '{{{string.Join(", ", members.Select(static name => $"\"{name}\": ..."))}{rest}}}'";
    }

    // "--name" where "--entities" is a list of objects with names.
    private ToolFlag? HolderOf(string spelled)
    {
        var holders = _flags.OfType<ToolFlag>().Where(flag => flag.Definition.Item is { } item && item.Properties.Any(property => IsMember(property, spelled)));
        return holders.ToArray() is [var only] ? only : null;
    }

    private static bool IsMember(ArgumentDefinition property, string spelled) =>
        spelled.TrimStart('-') is var name && (name == property.WireName || name == property.FlagName);

    private string FlagNames()
    {
        const int MostNames = 12;
        var open = _flags.OfType<ToolFlag>().Where(flag => !flag.Name.Contains('.', StringComparison.Ordinal) && !Has(flag)).ToList();
        return open.Count == 0 ? ""
            : $" It has {string.Join(", ", open.OrderBy(static flag => flag.IsNeeded ? 0 : 1).Take(MostNames).Select(static flag => flag.Name + (flag.IsNeeded ? " (required)" : "")))}{(open.Count > MostNames ? ", and more" : "")}.";
    }

    // With the words in their right places, where these are plain to see.
    private string Told(StrayWords strays)
    {
        var problem = $"'{PlainLine.Excerpt(string.Join(' ', strays.Words))}' does not belong to a flag.";
        return (strays.After, strays.Words) switch
        {
            (ToolFlag { Definition.Item: { Kind: ArgumentKind.Array or ArgumentKind.Object } item } list, _) =>
                $"{problem} {list.Name} takes whole items. Give each as JSON, in quotes: {JsonShape.TypeOf(item)}",
            ({ IsRepeatable: true } list, _) =>
                $"{problem} Repeat the flag for each value: {string.Join(' ', strays.Words.Prepend(LastOf(list)!).Select(word => Given(list, word)))}",
            (_, [var word]) when OnlyMissing() is { } missing && IsFor(missing, word) => $"{problem} Did you mean {Given(missing, word)}?",
            (ToolFlag { Definition.Kind: ArgumentKind.String } or GlobalFlag { Value: FlagValue.Required }, _) =>
                $"{problem} Put quotes around a value with spaces: {Given(strays.After, $"{LastOf(strays.After)} {string.Join(' ', strays.Words)}")}",
            (null, [['{', ..] json]) when _flags.Any(static flag => flag is ToolFlag) => $"{problem} Arguments as JSON go to 'call': call {_command} {ShellWord.Of(PlainLine.Excerpt(json))}",
            _ => $"{problem} A value follows its flag; put quotes around a value with spaces.",
        };
    }

    private Flag? OnlyMissing() => _flags.Where(flag => flag.IsNeeded && !Has(flag)).ToArray() is [var missing] ? missing : null;

    // JSON may as well be all the arguments.
    private static bool IsFor(Flag flag, string word) => word switch
    {
        ['{', ..] => false,
        ['[', ..] => flag.IsRepeatable,
        _ => true,
    };

    private static string Given(Flag flag, string value) => $"{flag.Name} {ShellWord.Of(PlainLine.Excerpt(value))}";

    private Flag? Named(string word)
    {
        foreach (var flag in _flags)
        {
            if (flag.IsNamed(word))
            {
                return flag;
            }
        }

        return null;
    }

    // "--rows.name" is not a flag where "--rows" is a list.
    private Flag? ListOf(string word) =>
        _flags.FirstOrDefault(flag => flag.IsRepeatable && word.StartsWith(flag.Name + ".", StringComparison.Ordinal));

    // "--no-verbose" is "--verbose=false", unless the command has a flag of that name.
    private Flag? Denied(string word)
    {
        foreach (var flag in _flags)
        {
            if (flag.IsDenied(word))
            {
                return flag;
            }
        }

        return null;
    }

    private void Add(Flag flag, string? text)
    {
        var given = _given.Find(one => one.Flag == flag);
        if (given is null)
        {
            _given.Add(given = new GivenFlag(flag));
        }

        if (text is not null)
        {
            given.Texts.Add(text);
            _latest = flag;
        }
    }

    /// <param name="After">The flag whose value they follow; null if they follow none.</param>
    /// <param name="Words">One after another.</param>
    private sealed record StrayWords(Flag? After, List<string> Words);

    private sealed record GivenFlag(Flag Flag)
    {
        public List<string> Texts { get; } = [];
    }
}
