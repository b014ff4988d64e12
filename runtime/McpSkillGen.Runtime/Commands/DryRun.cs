using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>--dry-run</c>: what would be sent, and the rule that would decide. The host's program tells, because it is what decides.</summary>
internal static class DryRun
{
    public static readonly GlobalFlag Flag = new(
        GlobalFlagNames.DryRun, null, "print the request and the rule that would decide as JSON; start and send nothing");

    /// <remarks>The arguments are one JSON object, UTF-8.</remarks>
    public static ExitCode Run(Skill skill, ToolDefinition tool, ReadOnlyMemory<byte> arguments) =>
        HostRole.Run(skill.RequireFolder(), "judge", [], ToolCallRequest.Create(tool.WireName, arguments, tool.IsSafeToRepeat).Params);
}
