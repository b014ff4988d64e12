using System.Text.Json;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Host.Instances;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Roles.Login;

/// <summary>The hosts of this user whose sessions depend on one login, whichever skills they serve.</summary>
internal static class LoginHolders
{
    /// <summary>
    /// Tells them to leave, as <c>stop</c> does. Those without a call in flight have left when this returns, and their sessions
    /// are over. The others finish their calls first and start nothing new with the login.
    /// </summary>
    /// <param name="logins">Where the login was stored.</param>
    /// <returns>How many there were.</returns>
    public static async Task<int> EndAsync(LoginStore logins)
    {
        try
        {
            var holders = (await InstanceSurvey.RunAsync().ConfigureAwait(false)).Where(instance => Holds(instance, logins)).ToArray();
            await Task.WhenAll(holders.Select(static holder => HostStop.RunAsync(holder.Paths, force: false))).ConfigureAwait(false);
            return holders.Length;
        }
        catch (SkillException)
        {
            // If the runtime directory must not be trusted, no host serves.
            return 0;
        }
    }

    private static bool Holds(Instance instance, LoginStore logins)
    {
        if (instance.Status is not { } status)
        {
            return false;
        }

        using var json = JsonDocument.Parse(status);
        return json.RootElement.Text("login"u8) == logins.Location;
    }
}
