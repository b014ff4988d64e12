using Spectre.Console;

namespace McpSkillGen.Cli.Display;

/// <summary>Tables without lines: in colour and as wide as the terminal, or plain and as wide as needed.</summary>
internal static class PlainTable
{
    // Nothing is wrapped or cut where no terminal sets the width.
    private const int PipeWidth = 1000;

    /// <param name="headings">With a <c>></c> before it a column is aligned right, with a <c>|</c> left, and is not wrapped.</param>
    public static Table Of(params ReadOnlySpan<string> headings)
    {
        var table = new Table().NoBorder();
        foreach (var heading in headings)
        {
            table.AddColumn(heading[0] switch
            {
                '>' => Column(heading[1..]).RightAligned().NoWrap(),
                '|' => Column(heading[1..]).NoWrap(),
                _ => Column(heading),
            });
        }

        table.Columns[^1].PadRight(0);
        return table;
    }

    public static void Write(Table table, TextWriter output)
    {
        if (IsTerminal(output))
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

    public static bool IsTerminal(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    private static TableColumn Column(string heading) => new TableColumn(new Text(heading, new Style(decoration: Decoration.Dim))).PadLeft(0).PadRight(2);
}
