using McpSkillGen.ScriptedServer;

namespace Compatibility.Tests.Modes;

/// <summary>What servers write to standard output that is not one message a line.</summary>
internal static class StdioModes
{
    public static IEnumerable<Mode> All { get; } =
    [
        new("writes a banner first", Outcome.Answers) { Script = new Script { Banner = "Server is ready\n" } },
    ];
}
