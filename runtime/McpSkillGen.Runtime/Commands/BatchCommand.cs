using System.CommandLine;
using System.Globalization;
using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Batch;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Terminal;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>batch [FILE|-]</c>: a call for each line, an answer for each line.</summary>
/// <param name="Options">The flags of every command.</param>
/// <param name="File">Where the lines are; null for standard input.</param>
/// <param name="Parallel">How many calls are in flight at most.</param>
internal sealed record BatchCommand(GlobalOptions Options, string? File, int Parallel)
{
    public const string Name = "batch";

    internal static readonly HelpRow[] Flags =
    [
        new("--parallel N", $"how many calls are in flight at once, 1 to {BatchOptions.MaxParallel} [default: {BatchOptions.DefaultParallel}]"),
        new("--timeout SECONDS", "give a call up after this long (its exitCode is 5)"),
        new("--no-keep-alive", "start the server for this batch only"),
        new("--quiet", "no notes on standard error"),
    ];

    /// <param name="args">What follows the command.</param>
    /// <param name="problems">A sentence for each mistake.</param>
    public static BatchCommand Parse(string[] args, out List<string> problems)
    {
        var command = new Command(Name);
        var options = GlobalOptions.AddTo(command);
        var parallel = GlobalOptions.Valued("--parallel");
        var words = GivenTexts.Words("FILE");
        command.Options.Add(parallel);
        command.Arguments.Add(words);
        var parsed = FlagParser.Parse(command, options, args, out problems);
        var given = parsed.GetResult(words)?.Tokens.Select(static token => token.Value).ToArray() ?? [];
        foreach (var unknown in given.Where(static word => word is ['-', _, ..]))
        {
            var nearest = Suggestion.Nearest(unknown, command.Options.Select(static option => option.Name));
            problems.Add($"{unknown} is not a flag of '{Name}'.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
        }

        var files = given.Where(static word => word is not ['-', _, ..]).ToArray();
        if (files.Length > 1)
        {
            problems.Add($"{Name} takes one file, or - for standard input; found '{string.Join("' and '", files)}'.");
        }

        if (options.Output is not { File: null, MaxBytes: null })
        {
            problems.Add($"--output and --max-bytes are not for {Name}: every answer is one line of standard output.");
        }

        return new BatchCommand(
            options,
            files is [var file, ..] && file != "-" ? file : null,
            parsed.GetResult(parallel) is { Tokens: [.., var last] } ? ReadParallel(last.Value, problems) : BatchOptions.DefaultParallel);
    }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="SkillException">The input cannot be read, or the output not be written.</exception>
    public ExitCode Run(SkillDefinition definition, SkillFolder folder)
    {
        var access = new HostAccess(folder, definition.Name, new StandardErrorObserver(Options.Output.IsQuiet), span: Name);
        var input = File is null ? StandardStreams.OpenInput() : Open(File);
        return new BatchRun(folder, access, new BatchOptions(Parallel, Options.Timeout, Options.KeepAlive), input, new BatchLineParser(definition)).Run();
    }

    public static string Help(string skill)
    {
        var text = new StringBuilder($$$"""
            {{{skill}}} batch: many calls over one connection, a line of JSON each.

            Usage: {{{skill}}} batch [FILE|-] [--parallel N]

            In:   {"id": 1, "tool": "TOOL", "arguments": {"key": "value"}}
            Out:  {"id": 1, "exitCode": 0, "result": {...}}
                  {"id": 2, "exitCode": 5, "error": "why"}

            "id" is any string or number, by default the line's number. Answers come as the calls end, not in order; a line that
            is wrong is answered with exitCode 2 and stops nothing. Arguments are sent as they are, as by 'call'.

            Flags:

            """);
        HelpText.AppendRows(text, Flags);
        return text.Append($$$"""

            Examples:
              {{{skill}}} batch calls.ndjson > answers.ndjson
              generate | {{{skill}}} batch --parallel 16 | jq -c 'select(.exitCode != 0)'

            Exit codes: 0 every call succeeded, 1 at least one did not: see its exitCode, which means what it means for a single
            call. 2 wrong flags, 3 input or output cannot be read or written.

            """).ToString();
    }

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SkillException(ExitCode.WrongArguments, $"The file '{file}' cannot be read: {e.Message} Name a file with a call on each line, or - for standard input.", e);
        }
    }

    private static int ReadParallel(string text, List<string> problems)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= BatchOptions.MaxParallel)
        {
            return number;
        }

        problems.Add($"--parallel is '{text}'; expected a number from 1 to {BatchOptions.MaxParallel}.");
        return BatchOptions.DefaultParallel;
    }
}
