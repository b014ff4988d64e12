namespace RealServers;

/// <summary>What became of one server.</summary>
/// <param name="Server">Which.</param>
/// <param name="Version">Its package's version; empty for a program of this project.</param>
/// <param name="ProtocolVersion">The version of MCP that it agreed to.</param>
/// <param name="ToolCount">How many tools the skill has.</param>
/// <param name="SchemaTokens">What those tools cost an agent that is told of them all.</param>
/// <param name="PageTokens">What SKILL.md costs it instead, once the skill is used.</param>
/// <param name="Cold">The first call: host and server are started by it.</param>
/// <param name="Warm">The median of the calls after it.</param>
/// <param name="IsAnswer">Whether the call was answered; otherwise it ended with the expected error.</param>
/// <param name="Line">What of the answer, or error, is worth a look.</param>
internal sealed record Outcome(
    ServerEntry Server,
    string Version,
    string ProtocolVersion,
    int ToolCount,
    int SchemaTokens,
    int PageTokens,
    TimeSpan Cold,
    TimeSpan Warm,
    bool IsAnswer,
    string Line);
