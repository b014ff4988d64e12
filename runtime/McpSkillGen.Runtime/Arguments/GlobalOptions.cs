using System.Globalization;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>The values of the <see cref="GlobalFlags"/>.</summary>
/// <param name="Output">What to print and where.</param>
/// <param name="Timeout">The caller's limit for a call; null leaves it to the config.</param>
/// <param name="KeepAlive">False: start the server for this call only.</param>
internal sealed record GlobalOptions(OutputOptions Output, TimeSpan? Timeout, bool KeepAlive)
{
    /// <summary>Reads the values, and adds a problem for each that is wrong.</summary>
    public static GlobalOptions Read(ParsedLine line) => new(
        new OutputOptions(
            line.Has(GlobalFlags.Json), ReadFile(line),
            line.NumberOf(GlobalFlags.MaxBytes, int.MaxValue, "a number of bytes, 1 or more"), line.Has(GlobalFlags.Quiet)),
        ReadTimeout(line),
        !line.Has(GlobalFlags.NoKeepAlive));

    private static string? ReadFile(ParsedLine line)
    {
        if (line.LastOf(GlobalFlags.Output) is not "")
        {
            return line.LastOf(GlobalFlags.Output);
        }

        line.Problems.Add($"{GlobalFlags.Output.Name} is ''; expected a file.");
        return null;
    }

    private static TimeSpan? ReadTimeout(ParsedLine line)
    {
        const double Day = 24 * 3600;
        if (line.LastOf(GlobalFlags.Timeout) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= Day)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        line.Problems.Add($"{GlobalFlags.Timeout.Name} is '{text}'; expected a number of seconds, more than 0 and at most {Day:0}.");
        return null;
    }
}
