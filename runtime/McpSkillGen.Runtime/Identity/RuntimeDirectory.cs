using System.Runtime.Versioning;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Identity;

/// <summary>
/// The one folder per user that holds sockets, locks and logs: <c>$MCP_SKILL_RUNTIME_DIR</c>, else
/// <c>$XDG_RUNTIME_DIR/mcp-skill</c>, else <c>/tmp/mcp-skill-UID</c>; on Windows below <c>%LOCALAPPDATA%</c>. Both sides
/// use it only when it belongs to this user and nobody else can enter.
/// </summary>
internal static class RuntimeDirectory
{
    /// <summary>Names the directory in place of the usual ones: for tests, containers and unusual homes.</summary>
    public const string OverrideVariable = "MCP_SKILL_RUNTIME_DIR";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode GroupAndOthers = (UnixFileMode)0x3F;

    /// <summary>Where the directory is for this user. Touches nothing.</summary>
    public static string Locate(Func<string, string?> variable)
    {
        if (variable(OverrideVariable) is { Length: > 0 } chosen)
        {
            // lstat of "link/" looks behind the link.
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(chosen));
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "mcp-skill");
        }

        return variable("XDG_RUNTIME_DIR") is { Length: > 0 } session && Path.IsPathRooted(session)
            ? Path.Combine(session, "mcp-skill")
            : $"/tmp/mcp-skill-{Libc.GetEffectiveUserId()}";
    }

    /// <summary>Creates an instance's folder where it is missing, and makes sure that it is this user's alone.</summary>
    /// <exception cref="IOException">It cannot be made, or somebody else could reach into it. The message says what to do.</exception>
    public static void Prepare(string runtimeDirectory, InstancePaths instance)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // Below the user's profile, whose access list already shuts others out.
                Directory.CreateDirectory(instance.Folder);
                return;
            }

            CreatePrivate(runtimeDirectory);
            CreatePrivate(instance.Folder);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The runtime directory '{runtimeDirectory}' cannot be written: {e.Message} Set {OverrideVariable} to a folder of your own.", e);
        }
    }

    /// <summary>Why a directory that exists must not be trusted.</summary>
    /// <returns>Null when it is this user's alone, or is not there yet.</returns>
    public static string? WhyUnsafe(string folder)
    {
        if (OperatingSystem.IsWindows() || FileOwner.TryGet(folder) is not { } found)
        {
            return null;
        }

        var why = found switch
        {
            { IsLink: true } => "is a symbolic link",
            { UserId: var owner } when owner != Libc.GetEffectiveUserId() => $"belongs to user {owner}, not to you ({Libc.GetEffectiveUserId()})",
            { Mode: var mode } when (mode & GroupAndOthers) != 0 => "is open to other users",
            _ => null,
        };
        return why is null ? null : $"The runtime directory '{folder}' {why}. Remove it, or set {OverrideVariable} to a folder of your own.";
    }

    [UnsupportedOSPlatform("windows")]
    private static void CreatePrivate(string folder)
    {
        Directory.CreateDirectory(folder, OwnerOnly);
        if (WhyUnsafe(folder) is { } reason)
        {
            throw new IOException(reason);
        }
    }
}
