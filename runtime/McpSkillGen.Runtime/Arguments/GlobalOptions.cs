using System.CommandLine;
using System.Globalization;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>The flags that every command of an executor takes. Tools' own flags never have these names.</summary>
internal sealed class GlobalOptions
{
    internal static readonly GlobalFlag[] Help =
    [
        new(GlobalFlagNames.Json, null, "print the whole result as JSON"),
        new(GlobalFlagNames.Output, "FILE", "save the result to FILE and print its path"),
        new(GlobalFlagNames.Timeout, "SECONDS", "give up after this long (exit code 5)"),
        new(GlobalFlagNames.MaxBytes, "N", "print at most N bytes; the whole goes to a file"),
        new(GlobalFlagNames.NoKeepAlive, null, "start the server for this call only"),
        new(GlobalFlagNames.Quiet, null, "no progress, logs or notes on standard error"),
        new(GlobalFlagNames.Help, null, "show help for a command"),
    ];

    private readonly Option<string[]> _json = Flag("--" + GlobalFlagNames.Json);
    private readonly Option<string[]> _output = Valued("--" + GlobalFlagNames.Output);
    private readonly Option<string[]> _timeout = Valued("--" + GlobalFlagNames.Timeout);
    private readonly Option<string[]> _maxBytes = Valued("--" + GlobalFlagNames.MaxBytes);
    private readonly Option<string[]> _noKeepAlive = Flag("--" + GlobalFlagNames.NoKeepAlive);
    private readonly Option<string[]> _quiet = Flag("--" + GlobalFlagNames.Quiet);
    private readonly Option<string[]> _help = Flag("--" + GlobalFlagNames.Help, "-h", "-?");

    private GlobalOptions(Command command)
    {
        foreach (var option in new[] { _json, _output, _timeout, _maxBytes, _noKeepAlive, _quiet, _help })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What to print and where.</summary>
    public OutputOptions Output { get; private set; } = new();

    /// <summary>The caller's limit for the call; null leaves it to the config.</summary>
    public TimeSpan? Timeout { get; private set; }

    public bool KeepAlive { get; private set; } = true;

    public bool WantsHelp { get; private set; }

    /// <summary>Whether an argument before the command takes the next one as its value.</summary>
    public static bool TakesValue(string argument) =>
        argument is ['-', '-', .. var name] && Array.Exists(Help, flag => flag.Value is not null && flag.Name == name);

    /// <summary>A flag without a value.</summary>
    public static Option<string[]> Flag(string name, params string[] aliases) =>
        GivenTexts.Option(name, ArgumentArity.Zero, aliases);

    /// <summary>A flag with one value each time it is given.</summary>
    public static Option<string[]> Valued(string name, params string[] aliases) =>
        GivenTexts.Option(name, GivenTexts.NeedsValue, aliases);

    public static GlobalOptions AddTo(Command command) => new(command);

    /// <summary>Takes the values over; what is wrong with them goes to <paramref name="problems"/>.</summary>
    public void Read(ParseResult parsed, List<string> problems)
    {
        WantsHelp = IsGiven(parsed, _help);
        KeepAlive = !IsGiven(parsed, _noKeepAlive);
        Output = new OutputOptions(
            IsGiven(parsed, _json), Last(parsed, _output), ReadMaxBytes(parsed, problems), IsGiven(parsed, _quiet));
        Timeout = ReadTimeout(parsed, problems);
    }

    private int? ReadMaxBytes(ParseResult parsed, List<string> problems)
    {
        if (Last(parsed, _maxBytes) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0)
        {
            return limit;
        }

        problems.Add($"--max-bytes is '{text}'; expected a number of bytes, 1 or more.");
        return null;
    }

    private TimeSpan? ReadTimeout(ParseResult parsed, List<string> problems)
    {
        const double Day = 24 * 3600;
        if (Last(parsed, _timeout) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= Day)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        problems.Add($"--timeout is '{text}'; expected a number of seconds, more than 0 and at most {Day:0}.");
        return null;
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is not null;

    private static string? Last(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Tokens: [.., var last] } ? last.Value : null;
}

/// <summary>How help tells one of the <see cref="GlobalOptions"/>.</summary>
/// <param name="Name">Without its dashes.</param>
/// <param name="Value">What stands for its value; null where it takes none.</param>
/// <param name="Summary">What it does.</param>
internal sealed record GlobalFlag(string Name, string? Value, string Summary);
