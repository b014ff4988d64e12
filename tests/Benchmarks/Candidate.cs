namespace Benchmarks;

/// <summary>Something to time, beside others.</summary>
/// <param name="Title">As the report names it.</param>
/// <param name="Time">Does it once, and tells how long it took.</param>
internal sealed record Candidate(string Title, Func<TimeSpan> Time)
{
    /// <summary>A command line, as a whole process.</summary>
    /// <param name="title">As the report names it.</param>
    /// <param name="commandLine">The program's path and its arguments.</param>
    public Candidate(string title, params string[] commandLine)
        : this(title, () => WholeProcess.Time(commandLine))
    {
    }

    /// <summary>The same command line many times, one process after another.</summary>
    public static Candidate InARow(string title, int times, params string[] commandLine) => new(title, () =>
    {
        var all = TimeSpan.Zero;
        for (var i = 0; i < times; i++)
        {
            all += WholeProcess.Time(commandLine);
        }

        return all;
    });

    /// <summary>Does something before, which is counted.</summary>
    public Candidate Beginning(Func<TimeSpan> first) => this with { Time = () => first() + Time() };

    /// <summary>Runs a command before each time, which is not counted.</summary>
    public Candidate After(params string[] commandLine) => After(() => WholeProcess.Time(commandLine));

    /// <inheritdoc cref="After(string[])"/>
    public Candidate After(Action before) => this with
    {
        Time = () =>
        {
            before();
            return Time();
        },
    };
}
