using Spectre.Console;

namespace McpSkillGen.Cli.Display;

/// <summary>Tables without lines: on a terminal, in colour and as wide as it is; otherwise plain and as wide as needed.</summary>
internal static class PlainTable
{
    // Without a terminal to set the width, nothing is wrapped or cut.
    private const int PipeWidth = 1000;

    /// <param name="headings">A <c>></c> in front aligns the column right, a <c>|</c> left; both prevent wrapping.</param>
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

        // Cells are padded to their column's width. In a pipe, the last one's padding is noise.
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
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
