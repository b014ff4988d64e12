using McpSkillGen.Host.Instances;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Authorization;

/// <summary>The hosts of this user that keep a session alive by one login, whichever skill they serve.</summary>
internal static class LoginHolders
{
    /// <summary>
    /// Tells them to leave, as <c>stop</c> does. Those without a call in flight have left when this returns, and their sessions
    /// are over; the others end their calls first, and begin nothing with the login any more.
    /// </summary>
    /// <param name="logins">Where the login was kept.</param>
    /// <returns>How many there were.</returns>
    public static async Task<int> EndAsync(LoginStore logins)
    {
        try
        {
            var runtimeDirectory = RuntimeDirectory.Locate(Environment.GetEnvironmentVariable);
            var holders = (await InstanceSurvey.RunAsync(runtimeDirectory).ConfigureAwait(false)).Where(instance => Holds(instance, logins)).ToArray();
            await Task.WhenAll(holders.Select(holder => Task.Run(() => StopCommand.Stop(runtimeDirectory, holder.Paths, force: false)))).ConfigureAwait(false);
            return holders.Length;
        }
        catch (SkillException)
        {
            // Where the runtime directory is not to be trusted no host serves.
            return 0;
        }
    }

    private static bool Holds(Instance instance, LoginStore logins)
    {
        if (instance.Status is not { } status)
        {
            return false;
        }

        using var json = WireProtocol.ParseObject(status, "Answer");
        return JsonText.In(json.RootElement, "login"u8) == logins.Location;
    }
}
