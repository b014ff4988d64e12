using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Terminal;

namespace McpSkillGen.Runtime.Commands;

/// <summary>Calls a tool and prints its result: what a tool's own command and <c>call</c> have in common.</summary>
internal static class ToolCalling
{
    /// <remarks>The arguments are one JSON object, UTF-8.</remarks>
    /// <exception cref="SkillException">There is no result.</exception>
    public static ExitCode Run(Skill skill, ToolDefinition tool, ReadOnlyMemory<byte> arguments, GlobalOptions options)
    {
        var observer = StandardErrorObserver.Asking(options.Output.IsQuiet);
        var caller = new SkillCaller(
            skill.RequireFolder(), skill.Name, observer, beforeStart: config => ForbiddenCall.Check(skill, tool, arguments, config.Rules));
        var outcome = caller.Call(ToolCallRequest.Create(tool.WireName, arguments, tool.IsSafeToRepeat) with
        {
            Timeout = options.Timeout,
            KeepAlive = options.KeepAlive,
        });
        observer.Clear();
        return outcome switch
        {
            CallOutcome.Answered answered => ResultPrinter.Print(answered.Result, tool.CommandName, options.Output),
            CallOutcome.Failed failed => throw new SkillException(failed.ExitCode, failed.Message),
            var other => throw new InvalidOperationException($"A call cannot end as {other}."),
        };
    }
}
