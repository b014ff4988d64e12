using System.Threading.Channels;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Roles.Login;

/// <summary>What <c>login</c> and <c>logout</c> share: which server, for how long, and how the end is reported.</summary>
/// <param name="ConfigFile">A skill's config, or one that is to become a skill; absolute.</param>
/// <param name="EndsWithInput">Give up when standard input ends.</param>
/// <param name="Budget">How long it may take.</param>
internal sealed record LoginTarget(string ConfigFile, bool EndsWithInput, TimeSpan Budget)
{
    public static readonly TimeSpan DefaultBudget = TimeSpan.FromMinutes(5);

    /// <exception cref="SkillException">The options name no config, or two.</exception>
    public static LoginTarget Of(RoleArguments options, TimeSpan budget) => (options["--skill"], options["--config"]) switch
    {
        ({ } skill, null) => new LoginTarget(new SkillFolder(Path.GetFullPath(skill)).ConfigFile, options.Has("--until-input-ends"), budget),
        (null, { } config) => new LoginTarget(Path.GetFullPath(config), options.Has("--until-input-ends"), budget),
        _ => throw options.Wrong("Either --skill or --config is needed"),
    };

    /// <returns>The exit code.</returns>
    /// <param name="act">Gets the server, and what is typed meanwhile: null if standard input is not read.</param>
    public async Task<int> RunAsync(Func<ServerLaunch.Remote, ChannelReader<string>?, CancellationToken, Task> act)
    {
        using var interrupted = new CancellationTokenSource();
        using var signals = new HostSignals(_ => interrupted.Cancel());

        // Whoever started us holds the other end: when they are gone, nobody waits for a login any more.
        using var caller = EndsWithInput ? new InputWatch(interrupted.Cancel) : null;
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(interrupted.Token);
        budget.CancelAfter(Budget);
        try
        {
            await act(ReadServer(), caller?.Lines, budget.Token).ConfigureAwait(false);
            return (int)ExitCode.Success;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            StandardStreams.WriteErrorLine("Interrupted; nothing was changed.");
            return (int)ExitCode.Interrupted;
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            StandardStreams.WriteErrorLine($"Nobody logged in within {Budget.TotalSeconds:0.###} s; nothing was changed. Try again with more time (--timeout SECONDS). If the browser showed an error about the client, try --force.");
            return (int)ExitCode.TimedOut;
        }
    }

    /// <exception cref="SkillException">The config is wrong, or its server takes no login.</exception>
    private ServerLaunch.Remote ReadServer() => ServerConfig.Read(ConfigFile).Resolve().Launch switch
    {
        ServerLaunch.Remote { HasOwnCredentials: true } remote => throw new SkillException(
            ExitCode.WrongArguments, $"There is nothing to log in to: requests to {remote.ShownAddress} carry the credentials in mcp-config.json. Change them there, or remove them to log in instead."),
        ServerLaunch.Remote remote => remote,
        ServerLaunch.Process process => throw new SkillException(
            ExitCode.WrongArguments, $"There is nothing to log in to: the server is a program on this machine, '{process.Command}'. It gets its credentials from \"env\" of mcp-config.json, or has a login of its own."),
        _ => throw new InvalidOperationException("A launch is a process or remote."),
    };
}
