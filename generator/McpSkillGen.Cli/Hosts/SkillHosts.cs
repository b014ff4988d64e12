using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Hosts;

/// <summary>The hosts of one skill.</summary>
internal static class SkillHosts
{
    /// <summary>Stops them and waits until they have ended.</summary>
    /// <param name="folder">The skill's folder; absolute. It must exist.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SkillException">One does not answer.</exception>
    public static async Task StopAsync(string folder, CancellationToken cancellationToken)
    {
        var real = RealPath.Of(folder);
        var all = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var running = all.Where(instance => instance.IsRunning && instance.Skill == real).ToArray();
        if (running.Length == 0)
        {
            return;
        }

        var ended = await HostRole.RunAsync(["stop", "--instance", string.Join(',', running.Select(static instance => instance.Id))], cancellationToken)
            .ConfigureAwait(false);
        if (ended.ExitCode is (int)ExitCode.Unreachable)
        {
            throw new SkillException(ExitCode.Unreachable, $"A host of '{folder}' does not answer. Kill it first: mcpgen stop {ShellWord.Of(folder)} --force");
        }

        if (ended.ExitCode != 0)
        {
            throw HostRole.Failure(ended);
        }
    }
}
