using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Batch;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Terminal;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>batch [FILE|-]</c>: a call for each line, an answer for each line.</summary>
internal sealed class BatchCommand : Command
{
    private static readonly Flag Parallel = new(
        "--parallel", "N", $"how many calls run at once, 1 to {BatchOptions.MaxParallel} [default: {BatchOptions.DefaultParallel}]");

    private static readonly Flag StopOnError = new("--stop-on-error", null, "send nothing after a call that failed");

    private static readonly Flag Text = new("--text", null, "print the texts of the results instead of JSON");

    public override string Name => CommandNames.Batch;

    public override CommandHelp Help => new("batch [FILE|-] [--parallel N] [--stop-on-error] [--text] [--query EXPR]", "many calls over one connection, a line of JSON each")
    {
        Details = """
            In:   {"id": 1, "tool": "TOOL", "arguments": {"key": "value"}}
            Out:  {"id": 1, "exitCode": 0, "result": {...}}
                  {"id": 2, "exitCode": 5, "error": "why"}

            "id" is any string or number, by default the line's number. Calls run one after another, unless --parallel says
            otherwise; then answers come as the calls end. A line that is wrong is answered with exitCode 2. Arguments are sent as they are, as with 'call'.
            """,
        Flags =
        [
            GlobalFlags.Timeout.About("give up on a call after this long (its exitCode is 5)"),
            GlobalFlags.NoKeepAlive.About("start the server for this batch only"),
            GlobalFlags.Quiet.About("no notes on standard error"),
        ],
        Examples = ["batch calls.ndjson > answers.ndjson", "batch --stop-on-error --text steps.ndjson", "batch - --parallel 16 < calls.ndjson | jq -c 'select(.exitCode != 0)'"],
        Notes = """
            Exit codes: 0 every call succeeded, 1 at least one did not: see its exitCode, which means what it means for a single
            call. 2 wrong flags, 3 input or output cannot be read or written.
            """,
    };

    public override IReadOnlyList<Flag> Flags => [Parallel, StopOnError, Text, QueryFlag.Flag];

    public override bool TakesWords => true;

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        if (line.Words.Count > 1)
        {
            line.Problems.Add($"batch takes one file, or - for standard input; found '{string.Join("' and '", line.Words)}'.");
        }

        if (options.Output is not { File: null, MaxBytes: null })
        {
            line.Problems.Add("--output and --max-bytes are not for batch: every answer is one line of standard output.");
        }

        var parallel = line.NumberOf(Parallel, BatchOptions.MaxParallel, $"a number from 1 to {BatchOptions.MaxParallel}") ?? BatchOptions.DefaultParallel;
        var limits = new BatchOptions(parallel, options.Timeout, options.KeepAlive, line.Has(StopOnError), line.Has(Text)) { Query = QueryFlag.Read(line) };
        return () =>
        {
            var folder = skill.RequireFolder();
            var access = new HostAccess(folder, skill.Name, new StandardErrorObserver(options.Output.IsQuiet), span: Name);
            var input = line.Words is [var file] && file != "-" ? Open(file) : StandardStreams.OpenInput();
            return new BatchRun(access, limits, input, new BatchLineParser(skill.Definition)).Run();
        };
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
}
