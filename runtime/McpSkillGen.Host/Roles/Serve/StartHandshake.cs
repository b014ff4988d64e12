using System.Buffers;
using System.Text;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>What a starting host tells the executor that spawned it: one line, <c>READY</c>, or <c>FAILED</c> and the reason.</summary>
internal static class StartHandshake
{
    // A retiring host holds the lock for its calls' grace (5 s), the server's end of input (2 s), its SIGTERM (3 s), and a
    // little more. A shorter wait would fail a caller that happens to come at that moment.
    private static readonly TimeSpan LockBudget = TimeSpan.FromSeconds(12);

    /// <summary>Makes this process the instance's one host.</summary>
    /// <param name="runtimeDirectory">The user's.</param>
    /// <param name="instance">Which.</param>
    /// <param name="ended">The process of an earlier host that hung while it left, and was killed.</param>
    /// <returns>Null if another host serves already. The caller can use that one.</returns>
    /// <exception cref="NoSocketException">The runtime directory cannot be used.</exception>
    /// <exception cref="SkillException">The other host neither serves nor leaves.</exception>
    public static InstanceLock? Claim(string runtimeDirectory, InstancePaths instance, out int? ended)
    {
        ended = null;
        try
        {
            UserDirectory.Runtime.Prepare(runtimeDirectory, instance.Folder);
            if (InstanceLock.TryTake(instance) is { } free)
            {
                return free;
            }

            if (SocketListener.Answers(instance))
            {
                return null;
            }

            // The other host is leaving, or is starting and has not bound its socket yet. Whichever gets the lock first serves.
            // If it hangs: it takes no calls and has given up those that it had, so its end costs nobody anything.
            var hanging = InstanceHolder.Of(instance);
            int? killed = null;
            var owned = InstanceLock.Await(
                instance, () => SocketListener.Answers(instance), LockBudget, out var isServed, whenOverdue: () => killed = InstanceHolder.Kill(instance));
            ended = killed;
            return owned is not null || isServed
                ? owned
                : throw new SkillException(
                    ExitCode.Unreachable,
                    $"Another host of this skill{(hanging is null ? "" : $" (process {hanging})")} is starting or leaving, and has not come to an end after {LockBudget.TotalSeconds} s. End its process. Its log is {instance.Log}.");
        }
        catch (IOException e)
        {
            throw new NoSocketException(e.Message, e);
        }
    }

    public static void SayReady() => StandardStreams.Write(Encoding.UTF8.GetBytes(HostLauncher.ReadyLine + "\n"));

    /// <returns>The exit code to end with.</returns>
    public static int SayFailed(SkillException why) => Say(HostLauncher.FailedPrefix, why.ExitCode, why.Message);

    /// <returns>The exit code to end with.</returns>
    public static int SayNoSocket(NoSocketException why) => Say(HostLauncher.NoSocketPrefix, ExitCode.WrongEnvironment, why.Message);

    private static int Say(string prefix, ExitCode exitCode, string message)
    {
        var line = new ArrayBufferWriter<byte>();
        line.Write(Encoding.UTF8.GetBytes(prefix));
        new FailureMessage(Call: 0, exitCode, message).WriteTo(line);
        line.Write("\n"u8);
        StandardStreams.Write(line.WrittenSpan);
        return (int)exitCode;
    }
}
