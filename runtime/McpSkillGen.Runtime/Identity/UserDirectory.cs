using System.Runtime.Versioning;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Identity;

/// <summary>A directory of this user. It is only used if nobody else can enter it, or write to it where it holds no secrets.</summary>
internal sealed class UserDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode GroupAndOthers = (UnixFileMode)0x3F;
    private const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly string _subject;
    private readonly Func<Func<string, string?>, string> _usualPlace;

    private readonly UnixFileMode _denied;

    private UserDirectory(string subject, string overrideVariable, Func<Func<string, string?>, string> usualPlace, UnixFileMode denied = GroupAndOthers) =>
        (_subject, OverrideVariable, _usualPlace, _denied) = (subject, overrideVariable, usualPlace, denied);

    /// <summary>
    /// For sockets, locks and logs: <c>$MCP_SKILL_RUNTIME_DIR</c>, else <c>$XDG_RUNTIME_DIR/mcp-skill</c> if that is this user's
    /// (<c>su</c> and <c>sudo -u</c> leave another one's), else <c>/tmp/mcp-skill-UID</c>; below <c>%LOCALAPPDATA%</c> on Windows.
    /// </summary>
    public static UserDirectory Runtime { get; } = new("runtime directory", "MCP_SKILL_RUNTIME_DIR", static variable =>
        OperatingSystem.IsWindows() ? InLocalApplicationData()
        : variable("XDG_RUNTIME_DIR") is { Length: > 0 } session && Path.IsPathRooted(session) && IsOurs(session) ? Path.Combine(session, "mcp-skill")
        : $"/tmp/mcp-skill-{Libc.GetEffectiveUserId()}");

    /// <summary>
    /// For logins, which outlast hosts and restarts of the machine: <c>$MCP_SKILL_STATE_DIR</c>, else
    /// <c>$XDG_STATE_HOME/mcp-skill</c>, else <c>~/.local/state/mcp-skill</c>; <c>~/Library/Application Support/mcp-skill/state</c>
    /// on macOS, <c>%LOCALAPPDATA%\mcp-skill\state</c> on Windows.
    /// </summary>
    public static UserDirectory State { get; } = new("folder for logins", "MCP_SKILL_STATE_DIR", static variable =>
        OperatingSystem.IsWindows() ? Path.Combine(InLocalApplicationData(), "state")
        : OperatingSystem.IsMacOS() ? Path.Combine(Home(), "Library", "Application Support", "mcp-skill", "state")
        : variable("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state) ? Path.Combine(state, "mcp-skill")
        : Path.Combine(Home(), ".local", "state", "mcp-skill"));

    /// <summary>
    /// For executors, hosts and packages: <c>$MCP_SKILL_STORE_DIR</c>, else <c>$XDG_DATA_HOME/mcp-skill</c>, else
    /// <c>~/.local/share/mcp-skill</c>; <c>~/Library/Application Support/mcp-skill</c> on macOS,
    /// <c>%LOCALAPPDATA%\mcp-skill</c> on Windows. The launchers of skills look in the same places. Builds make it as they make
    /// every folder, so others may be able to read it.
    /// </summary>
    public static UserDirectory Store { get; } = new("store", "MCP_SKILL_STORE_DIR", static variable =>
        OperatingSystem.IsWindows() ? InLocalApplicationData()
        : variable("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data) ? Path.Combine(data, "mcp-skill")
        : OperatingSystem.IsMacOS() ? Path.Combine(Home(), "Library", "Application Support", "mcp-skill")
        : Path.Combine(Home(), ".local", "share", "mcp-skill"), WrittenByOthers);

    /// <summary>Names the directory in place of the usual ones: for tests, containers and unusual homes.</summary>
    public string OverrideVariable { get; }

    /// <summary>Where the directory is. Makes nothing.</summary>
    public string Locate(Func<string, string?> variable) =>
        variable(OverrideVariable) is { Length: > 0 } chosen
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(chosen)) // lstat of "link/" looks behind the link.
            : _usualPlace(variable);

    /// <summary>Creates what is missing, and makes sure that nobody else can enter it.</summary>
    /// <param name="folders">The directory itself, and then folders in it.</param>
    /// <exception cref="IOException">A folder cannot be created, or somebody else can enter it. The message says what to do.</exception>
    public void Prepare(params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            try
            {
                if (OperatingSystem.IsWindows())
                {
                    // Below the user's profile, whose access list already keeps others out.
                    Directory.CreateDirectory(folder);
                    continue;
                }

                Directory.CreateDirectory(folder, OwnerOnly);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new IOException($"The {_subject} '{folder}' cannot be written: {e.Message} Set {OverrideVariable} to a folder of your own.", e);
            }

            if (WhyUnsafe(folder) is { } reason)
            {
                throw new IOException(reason);
            }
        }
    }

    /// <summary>Why a directory that exists must not be trusted.</summary>
    /// <returns>Null if it is this user's alone, or does not exist.</returns>
    public string? WhyUnsafe(string folder) =>
        !OperatingSystem.IsWindows() && WhyOpen(folder, _denied) is { } reason
            ? $"The {_subject} '{folder}' {reason}. Remove it, or set {OverrideVariable} to a folder of your own."
            : null;

    /// <summary>Why a folder or file must not be trusted.</summary>
    /// <returns>The end of a sentence; null if it is this user's alone, or does not exist.</returns>
    [UnsupportedOSPlatform("windows")]
    public static string? WhyOpen(string path) => WhyOpen(path, GroupAndOthers);

    [UnsupportedOSPlatform("windows")]
    private static string? WhyOpen(string path, UnixFileMode denied) => FileOwner.TryGet(path) switch
    {
        null => null,
        { IsLink: true } => "is a symbolic link",
        { UserId: var owner } when owner != Libc.GetEffectiveUserId() => $"belongs to user {owner}, not to you ({Libc.GetEffectiveUserId()})",
        { Mode: var mode } when (mode & denied) != 0 => "is open to other users",
        _ => null,
    };

    [UnsupportedOSPlatform("windows")]
    private static bool IsOurs(string folder) => FileOwner.TryGet(folder)?.UserId == Libc.GetEffectiveUserId();

    private static string InLocalApplicationData() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "mcp-skill");

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
