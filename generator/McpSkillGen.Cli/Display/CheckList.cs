using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Display;

/// <summary>Checks as they are made: a mark, a line, and a remedy below it; or, at the end, all of them as JSON.</summary>
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

        // Written by line, not through the console's layout: it would break lines at the width of a pipe.
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
            output.Write(JsonLines.Of(writer =>
            {
                writer.WriteStartArray();
                foreach (var check in _checks)
                {
                    writer.WriteStartObject();
                    writer.WriteString("check", check.Subject);
                    writer.WriteString("state", Word(check.State));
                    writer.WriteString("finding", check.Finding);
                    writer.WriteString("remedy", check.Remedy);
                    if (check.Duration is { } took)
                    {
                        writer.WriteNumber("milliseconds", Math.Round(took.TotalMilliseconds, 1));
                    }

                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
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
