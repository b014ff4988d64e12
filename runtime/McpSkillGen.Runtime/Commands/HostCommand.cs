using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// A command about the process that keeps the server alive. None of them counts as activity, and only <c>restart</c> starts
/// anything.
/// </summary>
internal abstract class HostCommand : Command
{
    protected const string StartsNothing = "Starts nothing, works whether a host runs or not, and does not keep the server alive longer.";

    protected static readonly byte[] Absent = "{\"state\":\"absent\"}\n"u8.ToArray();

    protected static readonly HelpRow JsonAnswer = GlobalFlags.Json.About("the host's answer as JSON");

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options) => () => Run(skill, ReadEnvironment(skill), options);

    protected static SkillEnvironment ReadEnvironment(Skill skill) =>
        SkillEnvironment.Read(skill.RequireFolder(), skill.Name, Environment.GetEnvironmentVariable);

    protected abstract ExitCode Run(Skill skill, SkillEnvironment environment, GlobalOptions options);

    /// <returns>Null if no host runs.</returns>
    /// <exception cref="SkillException">A host runs and does not answer, or this process cannot reach any.</exception>
    protected static HostReply.Answered? Ask(SkillEnvironment environment, ReadOnlySpan<byte> query) =>
        HostInquiry.Ask(environment.RuntimeDirectory, environment.Instance, query, HostInquiry.Patience) switch
        {
            HostReply.Answered answered => answered,
            HostReply.Declined { Failure: var failure } => throw new SkillException(failure.ExitCode, failure.Message),
            HostReply.Forbidden { Reason: var reason } => throw new SkillException(ExitCode.WrongEnvironment, $"Cannot tell whether a host runs: {reason}"),
            HostReply.Silent => throw HostRestart.SaidNothing(environment, HostInquiry.Patience),
            _ => null,
        };

    protected static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    protected static string AfterCalls(int inFlight) =>
        inFlight == 0 ? "" : $" after {HumanText.Count(inFlight, "call")} in flight";

    protected static ExitCode Print(OutputOptions output, ReadOnlySpan<byte> json, string text)
    {
        StandardStreams.Write(output.AsJson ? [.. json.TrimEnd((byte)'\n'), (byte)'\n'] : Encoding.UTF8.GetBytes(text.TrimEnd('\n') + "\n"));
        return ExitCode.Success;
    }
}
