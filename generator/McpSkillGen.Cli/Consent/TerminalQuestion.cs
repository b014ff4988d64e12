using McpSkillGen.Cli.Display;

namespace McpSkillGen.Cli.Consent;

/// <summary>A question to the person at the terminal.</summary>
/// <param name="question">What is asked, without the question mark's choices.</param>
/// <returns>Whether they said yes; null if nobody is there.</returns>
internal delegate bool? AskPerson(string question);

/// <summary>Asks on standard error and reads the answer from standard input.</summary>
internal static class TerminalQuestion
{
    private static readonly string[] Yes = ["y", "yes"];

    public static AskPerson On(StageDisplay display) => question =>
    {
        // The answer is given by somebody who saw the question.
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        display.Ask($"{question} [y/N] ");
        return Console.ReadLine()?.Trim() is { } answer && Yes.Contains(answer, StringComparer.OrdinalIgnoreCase);
    };
}
