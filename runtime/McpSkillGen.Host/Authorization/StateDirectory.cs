using System.Runtime.Versioning;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Authorization;

/// <summary>
/// The user's folder for logins, which outlive hosts and restarts of the machine: <c>$MCP_SKILL_STATE_DIR</c>, else
/// <c>$XDG_STATE_HOME/mcp-skill</c>, else <c>~/.local/state/mcp-skill</c>; <c>~/Library/Application Support/mcp-skill</c> on
/// macOS, <c>%LOCALAPPDATA%\mcp-skill\state</c> on Windows.
/// </summary>
internal static class StateDirectory
{
    /// <summary>Names the folder in place of the usual ones: for tests, containers and unusual homes.</summary>
    public const string OverrideVariable = "MCP_SKILL_STATE_DIR";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode GroupAndOthers = (UnixFileMode)0x3F;

    /// <summary>Where it is. Touches nothing.</summary>
    public static string Locate(Func<string, string?> variable)
    {
        if (variable(OverrideVariable) is { Length: > 0 } chosen)
        {
            // lstat of "link/" looks behind the link.
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(chosen));
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "mcp-skill", "state");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
        {
            return Path.Combine(home, "Library", "Application Support", "mcp-skill");
        }

        return variable("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state)
            ? Path.Combine(state, "mcp-skill")
            : Path.Combine(home, ".local", "state", "mcp-skill");
    }

    /// <summary>Creates the folder where it is missing, and makes sure that it is this user's alone.</summary>
    /// <exception cref="SkillException">It cannot be made, or somebody else could reach into it.</exception>
    public static void Prepare(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // Below the user's profile, whose access list already shuts others out.
                Directory.CreateDirectory(folder);
                return;
            }

            Directory.CreateDirectory(folder, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The folder for logins, '{folder}', cannot be made: {e.Message} Set {OverrideVariable} to a folder of your own.", e);
        }

        if (WhyUnsafe(folder) is { } reason)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The folder for logins, '{folder}', {reason}. Make it yours alone (chmod 700), or set {OverrideVariable} to a folder of your own.");
        }
    }

    /// <summary>Why what is at the path must not be trusted with a login.</summary>
    /// <returns>The end of a sentence; null when it is this user's alone, or not there.</returns>
    [UnsupportedOSPlatform("windows")]
    public static string? WhyUnsafe(string path) => FileOwner.TryGet(path) switch
    {
        null => null,
        { IsLink: true } => "is a symbolic link",
        { UserId: var owner } when owner != Libc.GetEffectiveUserId() => $"belongs to user {owner}, not to you ({Libc.GetEffectiveUserId()})",
        { Mode: var mode } when (mode & GroupAndOthers) != 0 => "is open to other users",
        _ => null,
    };
}
