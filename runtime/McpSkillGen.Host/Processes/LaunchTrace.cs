using System.Globalization;
using System.Text;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// Finds every process of one launch again, also for the next host if this one is killed: by a mark that every process
/// inherits in its environment, and by number and start time of guard and server, because some programs start others with a
/// new environment.
/// </summary>
/// <param name="BootId">Numbers and times are only valid until the system restarts.</param>
/// <param name="Mark">Random, and so unique to this launch.</param>
/// <param name="Processes">Guard and server, as far as they are known.</param>
internal sealed record LaunchTrace(string BootId, string Mark, IReadOnlyList<ProcessStamp> Processes)
{
    /// <summary>The variable that carries the mark.</summary>
    public const string MarkVariable = "MCP_SKILL_LAUNCH";

    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Whether the system has not restarted since, so that the processes may still run.</summary>
    public bool IsOfThisBoot => BootId == CurrentBootId;

    private static string? CurrentBootId { get; } =
        OperatingSystem.IsLinux() && File.Exists(BootIdFile) ? File.ReadAllText(BootIdFile).Trim() : null;

    /// <returns>Null if the system offers no way to find processes again.</returns>
    public static LaunchTrace? Begin() => CurrentBootId is { } bootId ? new LaunchTrace(bootId, Guid.NewGuid().ToString("N"), []) : null;

    /// <returns>Null if there is no trace, or it cannot be read.</returns>
    public static LaunchTrace? Read(string path)
    {
        try
        {
            return File.Exists(path) && File.ReadAllLines(path) is [{ Length: > 0 } bootId, { Length: 32 } mark, .. var processes]
                ? new LaunchTrace(bootId, mark, [.. processes.Select(Parse).OfType<ProcessStamp>()])
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public void Write(string path)
    {
        var processes = Processes.Select(static process => string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime}\n"));
        PrivateFile.Replace(path, Encoding.ASCII.GetBytes($"{BootId}\n{Mark}\n{string.Concat(processes)}"));
    }

    private static ProcessStamp? Parse(string line) =>
        line.Split(' ') is [var id, var startTime]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(startTime, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? new ProcessStamp(number, time)
            : null;
}
