using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpSkillGen.Extensions.AI;

/// <summary>
/// Healthy if the skill's server runs, or could be started just now. A server that every call starts anew is not started: then the config
/// is checked.
/// </summary>
/// <param name="skill">The skill.</param>
public sealed class SkillHealthCheck<TSkill>(TSkill skill) : IHealthCheck
    where TSkill : SkillClient, ISkill<TSkill>
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (skill.Caller is not HostToolCaller host)
        {
            return HealthCheckResult.Healthy("The calls are not made by a host.");
        }

        // The registration's own limit cancels too late for a wait that blocks.
        TimeSpan? timeout = context.Registration.Timeout > TimeSpan.Zero ? context.Registration.Timeout : null;
        try
        {
            var isRunning = await Task.Factory.StartNew(
                () => HostRestart.EnsureRunning(SkillEnvironment.Read(host.Folder, host.SkillName, Environment.GetEnvironmentVariable), timeout),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).WaitAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy(isRunning ? "The server is ready." : "Each call starts a server.");
        }
        catch (SkillException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
    }
}
