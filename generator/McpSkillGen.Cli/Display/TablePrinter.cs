using Spectre.Console;

namespace McpSkillGen.Cli.Display;

/// <summary>Prints a table: in colour and as wide as the terminal, or plain and as wide as needed.</summary>
internal static class TablePrinter
{
    // Nothing is wrapped or cut where no terminal sets the width.
    private const int PipeWidth = 1000;

    public static void Write(Table table, TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        if (isTerminal)
        {
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No }).Write(table);
            return;
        }

        // Cells are padded to their column; in a pipe the last one's padding is noise.
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = PipeWidth;
        console.Write(table);
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            output.Write(line.TrimEnd() + "\n");
        }
    }

    /// <summary>A column without lines around it.</summary>
    public static TableColumn Column(string heading) => new TableColumn(new Text(heading, new Style(decoration: Decoration.Dim))).PadLeft(0).PadRight(2);
}
