using McpSkillGen.ScriptedServer;

namespace Compatibility.Tests.Modes;

/// <summary>Servers that are ordinary but for one thing.</summary>
internal static class Scripts
{
    /// <summary>A server that answers one method in its own way.</summary>
    public static Script Saying(string method, params string[] texts) => new() { Says = new Dictionary<string, string[]> { [method] = texts } };

    /// <summary>A server whose result of one method is its own.</summary>
    public static Script WithResult(string method, string result) => Saying(method, $$"""{"jsonrpc":"2.0","id":%ID%,"result":{{result}}}""");

    /// <summary>A server that answers one method with this error.</summary>
    public static Script WithError(string method, string error) => Saying(method, $$"""{"jsonrpc":"2.0","id":%ID%,"error":{{error}}}""");
}
