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

    /// <summary>Where the directory is for this user. Touches nothing.</summary>
    public static string Locate(Func<string, string?> variable)
    {
        if (variable(OverrideVariable) is { Length: > 0 } chosen)
        {
            return Path.GetFullPath(chosen);
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

    [UnsupportedOSPlatform("windows")]
    private static void CreatePrivate(string folder)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, OwnerOnly);
        switch (FileOwner.Of(folder))
        {
            case { IsLink: true }:
                throw Refused(folder, "is a symbolic link");
            case { UserId: var owner } when owner != Libc.GetEffectiveUserId():
                throw Refused(folder, $"belongs to user {owner}, not to you ({Libc.GetEffectiveUserId()})");
            case { Mode: var mode } when (mode & ~OwnerOnly) != 0:
                throw Refused(folder, "is open to other users");
        }
    }

    private static IOException Refused(string folder, string why) =>
        new($"The runtime directory '{folder}' {why}. Remove it, or set {OverrideVariable} to a folder of your own.");
}
