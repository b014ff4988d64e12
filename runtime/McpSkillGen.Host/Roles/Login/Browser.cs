using System.ComponentModel;
using System.Diagnostics;

namespace McpSkillGen.Host.Roles.Login;

/// <summary>The user's browser, if there is one that they can see.</summary>
internal static class Browser
{
    /// <summary>Why no browser is opened.</summary>
    /// <returns>Null if it can be tried.</returns>
    public static string? WhyNone(Func<string, string?> variable)
    {
        if (variable("SSH_CONNECTION") is { Length: > 0 } || variable("SSH_TTY") is { Length: > 0 })
        {
            return "this is a remote session";
        }

        var hasScreen = !OperatingSystem.IsLinux() || variable("DISPLAY") is { Length: > 0 } || variable("WAYLAND_DISPLAY") is { Length: > 0 };
        return hasScreen ? null : "this machine has no display";
    }

    /// <returns>Whether it was started. Whether it shows anything, only the user knows.</returns>
    public static bool TryOpen(string address)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address])
            {
                // The browser's own output must not reach our terminal.
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        try
        {
            using var opener = Process.Start(start);
            return opener is null || !opener.WaitForExit(TimeSpan.FromSeconds(1)) || opener.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
