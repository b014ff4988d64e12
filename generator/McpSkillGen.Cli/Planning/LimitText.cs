using System.Globalization;
using McpSkillGen.Schema.Model;

namespace McpSkillGen.Cli.Planning;

/// <summary>What a schema asks of a value beyond its type, in the words of a reference.</summary>
internal static class LimitText
{
    private const int MaxPatternLength = 80;

    public static IEnumerable<string> Of(ArgumentLimits limits)
    {
        if (limits.Format is { } format)
        {
            yield return ServerText.Line(format, MaxPatternLength);
        }

        if (limits.Minimum is { } minimum)
        {
            yield return $"{(limits.IsMinimumExclusive ? "more than" : "at least")} {Number(minimum)}";
        }

        if (limits.Maximum is { } maximum)
        {
            yield return $"{(limits.IsMaximumExclusive ? "less than" : "at most")} {Number(maximum)}";
        }

        if (limits.MultipleOf is { } factor)
        {
            yield return $"a multiple of {Number(factor)}";
        }

        if (Range(limits.MinLength, limits.MaxLength) is { } length)
        {
            yield return length + " characters";
        }

        if (limits.Pattern is { } pattern)
        {
            yield return "matching " + ServerText.Line(pattern, MaxPatternLength);
        }

        if (Range(limits.MinItems, limits.MaxItems) is { } count)
        {
            yield return count + " items";
        }

        if (limits.HasUniqueItems)
        {
            yield return "all different";
        }
    }

    private static string? Range(int? least, int? most) => (least, most) switch
    {
        (null or 0, null) => null,
        ({ } from, { } to) when from == to => Number(from),
        (null or 0, { } to) => $"at most {Number(to)}",
        ({ } from, null) => $"at least {Number(from)}",
        ({ } from, { } to) => $"{Number(from)} to {Number(to)}",
    };

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
