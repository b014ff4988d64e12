using System.Globalization;

namespace McpSkillGen.Runtime.Text;

/// <summary>Numbers as people say them: at most two units, and no meaningless digits.</summary>
internal static class HumanText
{
    /// <summary><c>0.42 ms</c>, <c>312 ms</c>, <c>4.2 s</c>, <c>4 min 12 s</c>, <c>1 h 3 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalMilliseconds: < 1 and var ms } => Number(ms, "0.##", "ms"),
        { TotalMilliseconds: < 9.95 and var ms } => Number(ms, "0.#", "ms"),
        { TotalMilliseconds: < 999.5 and var ms } => Number(ms, "0", "ms"),
        { TotalSeconds: < 9.95 and var s } => Number(s, "0.#", "s"),
        { TotalSeconds: < 59.5 and var s } => Number(s, "0", "s"),
        { TotalHours: < 1 } => Pair((long)Math.Round(duration.TotalSeconds), 60, "min", "s"),
        { TotalDays: < 1 } => Pair((long)duration.TotalMinutes, 60, "h", "min"),
        _ => Pair((long)duration.TotalHours, 24, "d", "h"),
    };

    /// <summary>The same in its larger unit only: <c>2 h</c>.</summary>
    public static string Roughly(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => "1 s",
        { TotalMinutes: < 1 and var m } => Number(Math.Floor(m * 60), "0", "s"),
        { TotalHours: < 1 and var h } => Number(Math.Floor(h * 60), "0", "min"),
        { TotalDays: < 1 and var d } => Number(Math.Floor(d * 24), "0", "h"),
        { TotalDays: var d } => Number(Math.Floor(d), "0", "d"),
    };

    /// <summary><c>640 KB</c>, <c>31 MB</c>, <c>1.2 GB</c>; a KB has 1024 bytes.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => Number(bytes, "0", "bytes"),
        < 1024 * 1024 => Number(bytes / 1024d, "0", "KB"),
        < 1024 * 1024 * 1024 => Number(bytes / 1048576d, "0", "MB"),
        _ => Number(bytes / 1073741824d, "0.#", "GB"),
    };

    /// <summary><c>1 call</c>, <c>1,234 calls</c>, <c>no calls</c>.</summary>
    public static string Count(long count, string one, string? many = null) => count switch
    {
        0 => $"no {many ?? one + "s"}",
        1 => $"1 {one}",
        _ => $"{Grouped(count)} {many ?? one + "s"}",
    };

    public static string Grouped(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Number(double number, string format, string unit) =>
        $"{number.ToString(format, CultureInfo.InvariantCulture)} {unit}";

    private static string Pair(long small, int ratio, string largeUnit, string smallUnit) =>
        small % ratio == 0 ? $"{small / ratio} {largeUnit}" : $"{small / ratio} {largeUnit} {small % ratio} {smallUnit}";
}
