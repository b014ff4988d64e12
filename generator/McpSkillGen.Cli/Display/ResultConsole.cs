using Spectre.Console;

namespace McpSkillGen.Cli.Display;

/// <summary>Standard output for results: in colour on a terminal, plain elsewhere. Only the terminal wraps lines.</summary>
internal static class ResultConsole
{
    private const int NeverWrapped = 10_000;

    /// <summary>The width that a layout may use.</summary>
    public const int LayoutWidth = 80;

    public static IAnsiConsole On(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = PlainTable.IsTerminal(output) ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = NeverWrapped;
        return console;
    }
}
