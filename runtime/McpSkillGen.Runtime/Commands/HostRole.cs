using System.ComponentModel;
using System.Diagnostics;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Commands;

/// <summary>Runs a role of the host's program that ends by itself and uses our terminal.</summary>
internal static class HostRole
{
    /// <param name="folder">The skill.</param>
    /// <param name="role">The role's name.</param>
    /// <param name="arguments">Its options, without the skill.</param>
    /// <param name="input">What it reads; null for our own standard input.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="SkillException">The host's program cannot be started.</exception>
    public static ExitCode Run(SkillFolder folder, string role, IEnumerable<string> arguments, ReadOnlyMemory<byte>? input = null)
    {
        var program = HostProgram.Of(folder);
        var start = program.StartInfo([role, "--skill", folder.Root, .. arguments]);
        start.RedirectStandardInput = input is not null;
        if (!OperatingSystem.IsWindows())
        {
            StandardDescriptors.OccupyClosed();
        }

        InheritedDescriptors.KeepFromChildren();
        try
        {
            using var process = Process.Start(start)!;
            if (input is { } bytes)
            {
                Write(process.StandardInput.BaseStream, bytes.Span);
            }

            process.WaitForExit();
            return (ExitCode)process.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The host '{program.File}' could not be started: {e.Message}. Restore it: mcpgen restore {folder.Root}",
                e);
        }
    }

    private static void Write(Stream input, ReadOnlySpan<byte> bytes)
    {
        try
        {
            using (input)
            {
                input.Write(bytes);
            }
        }
        catch (IOException)
        {
            // The role has ended early, and says why.
        }
    }
}
