using Spectre.Console;

namespace McpSkillGen.Cli.Display;

/// <summary>Standard output for results: in colour on a terminal, plain elsewhere, and never wrapped by anybody but the terminal.</summary>
internal static class ResultConsole
{
    private const int NeverWrapped = 10_000;

    /// <summary>The room that a layout may use.</summary>
    public const int LayoutWidth = 80;

    public static IAnsiConsole On(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = NeverWrapped;
        return console;
    }
}
