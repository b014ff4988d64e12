using System.Text.Json.Nodes;
using Compatibility.Tests.Support;
using McpSkillGen.HttpFaultServer;
using McpSkillGen.ScriptedServer;

namespace Compatibility.Tests.Modes;

/// <summary>One way in which real servers are known to behave, and what a caller must see of it.</summary>
/// <param name="Name">What the server does: the test's name.</param>
/// <param name="Outcome">What the caller must see.</param>
internal sealed record Mode(string Name, Outcome Outcome)
{
    /// <summary>What the server says, whatever carries it.</summary>
    public Script Script { get; init; } = new();

    /// <summary>What is odd about the server over HTTP.</summary>
    public Action<FaultyHttpServer> Http { get; init; } = static _ => { };

    /// <summary>What happens to it between two calls; null for one call. The outcome is the second one's.</summary>
    public Action<FaultyHttpServer>? Between { get; init; }

    /// <summary>What must be true of the server afterwards: how often a tool ran.</summary>
    public Action<FaultyHttpServer> Check { get; init; } = static _ => { };

    /// <summary>What the config says beside the way to the server.</summary>
    public JsonObject Config { get; init; } = [];

    /// <summary>What the caller asks for.</summary>
    public Question Asks { get; init; } = Question.Call;

    /// <summary>Whether it is only asked of us: what the reference client makes of it says nothing.</summary>
    public bool IsOursAlone { get; init; }

    public override string ToString() => Name;
}

/// <summary>What a caller can ask for.</summary>
internal enum Question
{
    /// <summary>A call of <c>echo</c>, through executor and host.</summary>
    Call,

    /// <summary>What the server offers, as <c>mcpgen scaffold</c> asks for it.</summary>
    Catalog,
}

/// <summary>What a caller must see.</summary>
/// <param name="ExitCode">The program's exit code.</param>
/// <param name="Words">What it prints, on whatever stream.</param>
internal sealed record Outcome(int ExitCode, params string[] Words)
{
    /// <summary>What it must not print.</summary>
    public string[] Unsaid { get; init; } = [];

    /// <summary>What the caller said comes back.</summary>
    public static Outcome Answers { get; } = new(0, Trial.Message);
}
