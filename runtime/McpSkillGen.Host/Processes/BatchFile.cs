using System.Text;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// Writes the command line that starts a batch file on Windows, such as <c>npx.cmd</c>. Windows starts <c>cmd.exe</c> for it, which
/// reads the arguments by rules of its own: <c>%OS%</c> and <c>&amp;</c> would not reach the server as they are.
/// </summary>
/// <remarks>
/// Inside quotes, cmd only sees a quote and a percent sign. <c>""</c> leaves the quotes and enters them again, and programs read it as
/// a quote. <c>%cd:~,%</c> is an empty text, so nothing is left between two percent signs that could be a variable's name.
/// </remarks>
internal static class BatchFile
{
    private const string Plain = "#$*+-./:?@_";

    public static bool Is(string program) =>
        program.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase) || program.EndsWith(".bat", StringComparison.OrdinalIgnoreCase);

    /// <param name="program">The batch file; absolute.</param>
    /// <param name="arguments">What it is to get.</param>
    /// <returns>What follows <c>cmd.exe</c>.</returns>
    /// <exception cref="SkillException">An argument holds a line break or a null character, which no batch file can get.</exception>
    public static string CommandLine(string program, IReadOnlyList<string> arguments)
    {
        var line = new StringBuilder("/e:ON /v:OFF /d /c \"\"").Append(program.Replace("%", "%%cd:~,%", StringComparison.Ordinal)).Append('"');
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index].AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            {
                throw new SkillException(
                    ExitCode.WrongEnvironment,
                    $"Item {index + 1} of \"args\" in the config holds a line break, and Windows cannot pass one to the batch file '{program}'. "
                    + "Use the program that the batch file starts as the \"command\", such as node.");
            }

            Append(line.Append(' '), arguments[index]);
        }

        return line.Append('"').ToString();
    }

    private static void Append(StringBuilder line, string argument)
    {
        if (argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c)))
        {
            line.Append(argument);
            return;
        }

        line.Append('"');
        var backslashes = 0;
        foreach (var c in argument)
        {
            switch (c)
            {
                case '"':
                    line.Append('\\', backslashes).Append("\"\"");
                    break;
                case '%':
                    line.Append("%%cd:~,%");
                    break;
                default:
                    line.Append(c);
                    break;
            }

            backslashes = c is '\\' ? backslashes + 1 : 0;
        }

        line.Append('\\', backslashes).Append('"');
    }
}
