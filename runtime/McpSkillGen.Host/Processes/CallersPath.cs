using System.Collections;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// Whether a caller with another <c>PATH</c> means another server. Terminals and editors hardly ever have the same PATH, so it
/// counts only by the program that it leads to, and if there is no server to lose. Belongs to the host's loop.
/// </summary>
/// <param name="launch">What the host starts.</param>
/// <param name="ours">The host's own variables.</param>
internal sealed class CallersPath(ServerLaunch launch, IDictionary ours)
{
    // An editor, some terminals, a scheduler.
    private const int MaxRemembered = 64;

    private readonly ServerLaunch.Process? _searched = launch is ServerLaunch.Process process && IsSearched(process) ? process : null;
    private readonly Dictionary<string, string?> _programs = new(StringComparer.Ordinal);
    private readonly string _ourPath = Environment.GetEnvironmentVariable("PATH") ?? "";

    /// <param name="theirs">The caller's PATH; null if it does not say.</param>
    /// <param name="isRunning">Whether there is a server, or one is starting.</param>
    public bool LeadsElsewhere(string? theirs, bool isRunning)
    {
        if (_searched is null || theirs is null || theirs == _ourPath)
        {
            return false;
        }

        // The next server is started for this caller. What ours leads to may be gone.
        return !isRunning || (ProgramOn(theirs) is { } program && ProgramOn(_ourPath) is { } running && program != running);
    }

    private static bool IsSearched(ServerLaunch.Process launch) =>
        launch.Command.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) < 0 && !launch.Environment.ContainsKey("PATH");

    private string? ProgramOn(string path)
    {
        if (_programs.TryGetValue(path, out var known))
        {
            return known;
        }

        if (_programs.Count == MaxRemembered)
        {
            _programs.Clear();
        }

        return _programs[path] = Find(_searched!, path);
    }

    private string? Find(ServerLaunch.Process searched, string path)
    {
        var environment = ServerEnvironment.Compose(ours, searched.Environment);
        environment["PATH"] = path;
        try
        {
            return RealPath.Of(CommandResolver.Resolve(searched.Command, searched.WorkingDirectory, environment));
        }
        catch (SkillException)
        {
            return null;
        }
    }
}
