using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Consent;

/// <summary>
/// Asks before a command or an address is used that somebody else wrote: once, and again when it changed. Without a terminal,
/// only <c>--trust</c> agrees.
/// </summary>
/// <param name="store">What was agreed to before.</param>
/// <param name="display">Where the launch is shown.</param>
/// <param name="ask">Asks the person.</param>
/// <param name="isGiven">Whether the command line agrees: <c>--trust</c>.</param>
internal sealed class Permission(TrustStore store, StageDisplay display, AskPerson ask, bool isGiven)
{
    public const string Flag = "--trust";

    /// <summary>What help says of the flag.</summary>
    public const string Help = "Agree to start a command, or to use an address, that somebody else wrote. Asked for once, and again when it changed.";

    public static Permission Of(StageDisplay display, bool isGiven) => new(TrustStore.OfThisUser(), display, TerminalQuestion.On(display), isGiven);

    /// <summary>Whether a server may be used.</summary>
    /// <param name="config">The server.</param>
    /// <param name="folder">Where its relative paths lead.</param>
    /// <param name="why">Who wants it: a sentence, such as "The project's file X has the server Y."</param>
    /// <param name="runsIn">Where it runs if it does not say; null if that is the folder.</param>
    /// <returns>Null if it may; otherwise why not, and what to do.</returns>
    public string? WhyNot(SkillConfig config, string folder, string why, string? runsIn = null)
    {
        if (store.Knows(config, folder))
        {
            return null;
        }

        var launch = $"{LaunchText.Visible(why)}\n{LaunchText.Of(config, runsIn ?? folder)}";
        if (isGiven)
        {
            display.Say($"{launch}\n  Agreed to with {Flag}.");
            store.Remember(config, folder);
            return null;
        }

        var does = config.Transport is TransportKind.Stdio ? "start it" : "send requests there, with the variables that it names";
        if (ask($"{launch}\n\n  Do you trust whoever wrote this? mcpgen would {does}.") is { } answer)
        {
            if (answer)
            {
                store.Remember(config, folder);
            }

            return answer ? null : "You did not agree, so nothing was started.";
        }

        return $"{launch}\nNobody has agreed to this on this machine, and there is no terminal to ask at. Nothing was started. If you trust whoever wrote it, run the command again with {Flag}.";
    }

    /// <summary>The same for a skill, which may have come from elsewhere or have been changed since.</summary>
    /// <param name="skill">The skill.</param>
    /// <exception cref="SkillException">It may not be used.</exception>
    public void RequireFor(SkillFolder skill)
    {
        // What is wrong with the config, the command itself says.
        if (ConfigReader.Read(File.ReadAllBytes(skill.ConfigFile), skill.ConfigFile).Config is not { } config)
        {
            return;
        }

        var why = $"The skill in {ShortPath.Of(skill.Root)} came from elsewhere, or was changed since it was made here:";
        var place = ServerPlace.Of(skill, config, workspace: null, Environment.GetEnvironmentVariable);
        if (WhyNot(config, skill.Root, why, place.Folder) is { } reason)
        {
            throw new SkillException(ExitCode.WrongEnvironment, reason);
        }
    }
}
