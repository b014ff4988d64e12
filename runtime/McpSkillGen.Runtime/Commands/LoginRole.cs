using System.ComponentModel;
using System.Diagnostics;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// Runs <c>login</c> and <c>logout</c> in the host's program, because an executor links no HTTP. A running host finds the
/// new login by itself.
/// </summary>
internal static class LoginRole
{
    /// <param name="folder">The skill.</param>
    /// <param name="role">Its name.</param>
    /// <param name="arguments">What follows the skill's folder.</param>
    /// <param name="passesInput">Whether it gets what is typed here.</param>
    /// <exception cref="SkillException">The host's program cannot be started.</exception>
    public static ExitCode Run(SkillFolder folder, string role, IEnumerable<string> arguments, bool passesInput = false)
    {
        var program = HostProgram.Of(folder);
        var start = program.StartInfo([role, "--skill", folder.Root, "--until-input-ends", .. arguments]);

        // We hold the other end: if we are killed, the role gives up too.
        start.RedirectStandardInput = true;
        if (!OperatingSystem.IsWindows())
        {
            StandardDescriptors.OccupyClosed();
        }

        InheritedDescriptors.KeepFromChildren();
        try
        {
            using var process = Process.Start(start)!;
            if (passesInput)
            {
                InputRelay.Start(process.StandardInput.BaseStream);
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
}
