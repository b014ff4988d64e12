using System.Diagnostics;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Identity;

/// <summary>
/// The host that belongs to a skill: in the user's store, or in a skill that carries its programs native beside the executor or
/// portable below <c>scripts/host/</c>.
/// </summary>
/// <param name="File">The host's own file: the native program, or the portable assembly.</param>
/// <param name="IsPortable">Whether it needs <c>dotnet</c> to run.</param>
internal sealed record HostProgram(string File, bool IsPortable)
{
    /// <returns>The native host unless only the portable one is there.</returns>
    public static HostProgram Of(SkillFolder folder)
    {
        if (folder.Stored is { Host: var stored })
        {
            return new HostProgram(stored, IsPortable: stored.EndsWith(".dll", StringComparison.Ordinal));
        }

        var portable = Path.Combine(folder.ScriptsFolder, "host", "mcp-skill-host.dll");
        return !System.IO.File.Exists(folder.HostFile) && System.IO.File.Exists(portable)
            ? new HostProgram(portable, IsPortable: true)
            : new HostProgram(folder.HostFile, IsPortable: false);
    }

    // A portable executor is run by the same dotnet, which need not be on PATH.
    private static string DotNet => Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";

    /// <summary>How to start it as our child process.</summary>
    public ChildCommand Command(IReadOnlyList<string> arguments, string workingDirectory) =>
        IsPortable ? new ChildCommand(DotNet, [File, .. arguments], workingDirectory) : new ChildCommand(File, arguments, workingDirectory);

    /// <summary>How to start it for somebody else.</summary>
    public ProcessStartInfo StartInfo(params IEnumerable<string> arguments) =>
        IsPortable ? new ProcessStartInfo(DotNet, [File, .. arguments]) : new ProcessStartInfo(File, arguments);
}
