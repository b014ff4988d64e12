using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime.Client;

/// <summary>Connects to the host of a skill: a running one, a new one, or a child process.</summary>
/// <param name="folder">The skill.</param>
/// <param name="skillName">Its name, which is also its executor's.</param>
/// <param name="observer">Is told why a host could not be kept.</param>
/// <param name="variable">Looks a variable up; null for this process's own environment.</param>
/// <param name="span">What a child process is started for: "call".</param>
/// <param name="beforeStart">Sees the config before anything is started, and may throw.</param>
internal sealed class HostAccess(
    SkillFolder folder,
    string skillName,
    ICallObserver observer,
    Func<string, string?>? variable = null,
    string span = "call",
    Action<SkillConfig>? beforeStart = null)
{
    /// <summary>Receives what a host reports beside its answers.</summary>
    public ICallObserver Observer => observer;

    /// <summary>Reads the skill's files and the environment again: if a host is stale, what was read before may be stale too.</summary>
    /// <exception cref="SkillException">The config cannot be read.</exception>
    public SkillEnvironment ReadEnvironment() =>
        SkillEnvironment.Read(folder, skillName, variable ?? Environment.GetEnvironmentVariable);

    /// <param name="environment">What the host runs.</param>
    /// <param name="keepAlive">False: a child process.</param>
    /// <param name="deadline">When to give up.</param>
    /// <returns>Null if a host started and ended again before we reached it.</returns>
    /// <exception cref="SkillException">Config or environment is wrong, or the host cannot start, or not in time.</exception>
    public HostConnection? Reach(SkillEnvironment environment, bool keepAlive, Deadline deadline)
    {
        if (!keepAlive || environment.RecordFile is not null)
        {
            _ = RequireLaunchable(environment);
            return HostLauncher.StartChild(environment);
        }

        switch (HostConnector.Connect(environment.RuntimeDirectory, environment.Instance))
        {
            case ConnectOutcome.Ready ready:
                return ready.Connection;
            case ConnectOutcome.Forbidden forbidden:
                return ReachAlone(environment, forbidden.Reason);
        }

        if (!RequireLaunchable(environment).KeepAlive.Enabled)
        {
            return HostLauncher.StartChild(environment);
        }

        try
        {
            if (HostLauncher.StartOrFind(environment, deadline) is { } found)
            {
                return found;
            }
        }
        catch (IOException e)
        {
            return ReachAlone(environment, e.Message);
        }

        return HostConnector.Connect(environment.RuntimeDirectory, environment.Instance) switch
        {
            ConnectOutcome.Ready ready => ready.Connection,
            ConnectOutcome.Forbidden forbidden => ReachAlone(environment, forbidden.Reason),
            _ => null,
        };
    }

    private HostConnection ReachAlone(SkillEnvironment environment, string reason)
    {
        if (RequireLaunchable(environment).KeepAlive.Enabled)
        {
            observer.OnNote($"{reason} The server was started for this {span} only.");
        }

        return HostLauncher.StartChild(environment);
    }

    private SkillConfig RequireLaunchable(SkillEnvironment environment)
    {
        var config = environment.RequireLaunchable();
        beforeStart?.Invoke(config);
        return config;
    }
}
