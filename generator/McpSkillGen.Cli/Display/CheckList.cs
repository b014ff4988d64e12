using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Display;

/// <summary>Shows checks as they are made: a mark, a line, and the remedy below it. Or, at the end, all of them as JSON.</summary>
internal sealed class CheckList(TextWriter output, bool asJson)
{
    private readonly List<Check> _checks = [];
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(output),
        Ansi = PlainTable.IsTerminal(output) ? AnsiSupport.Detect : AnsiSupport.No,
        Interactive = InteractionSupport.No,
    });

    /// <summary>Whether nothing so far prevents work.</summary>
    public bool IsAllWell => _checks.TrueForAll(static check => check.State is not CheckState.Broken);

    public void Add(Check check)
    {
        _checks.Add(check);
        if (asJson)
        {
            return;
        }

        // Not through the console's layout, which would wrap lines at the width of a pipe.
        output.Write($"{Mark(check.State)} {check.Subject,-SubjectWidth}  {PlainLine.Of(check.Finding)}{(check.Duration is { } took ? $" ({HumanText.Duration(took)})" : "")}\n");
        if (check.Remedy is { } remedy)
        {
            foreach (var line in remedy.Split('\n'))
            {
                output.Write($"    {PlainLine.Of(line)}\n");
            }
        }
    }

    /// <summary>Prints what is left to print.</summary>
    public void End()
    {
        if (asJson)
        {
            JsonOutput.Write(output, _checks.Select(static check => new
            {
                check = check.Subject,
                state = Word(check.State),
                finding = check.Finding,
                remedy = check.Remedy,
                milliseconds = check.Duration is { } took ? Math.Round(took.TotalMilliseconds, 1) : (double?)null,
            }));
        }
    }

    private const int SubjectWidth = 12;

    private string Mark(CheckState state)
    {
        var (sign, plain, colour) = state switch
        {
            CheckState.Good => ("✓", "-", 32),
            CheckState.Known => ("·", " ", 90),
            CheckState.Doubtful => ("!", "!", 33),
            _ => ("✗", "x", 31),
        };
        var mark = _console.Profile.Capabilities.Unicode ? sign : plain;
        return _console.Profile.Capabilities.Ansi ? $"\e[{colour}m{mark}\e[0m" : mark;
    }

    private static string Word(CheckState state) => state switch
    {
        CheckState.Good => "ok",
        CheckState.Known => "info",
        CheckState.Doubtful => "warning",
        _ => "error",
    };
}
