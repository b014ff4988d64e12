using System.Text.Json;
using System.Text.Json.Nodes;

namespace RealServers;

/// <summary>A server of <c>servers.json</c>: how it is started, what it is asked, and what it must say.</summary>
/// <param name="Name">The skill's name.</param>
/// <param name="Package">On npm; its version stands in <c>npm/package.json</c>.</param>
/// <param name="Program">In the package: a script for Node, or a program.</param>
/// <param name="Args">Its arguments; <c>{scratch}</c> stands for a folder of its own.</param>
/// <param name="Env">Its variables, likewise. Accounts are dummies.</param>
/// <param name="Files">JSON files that it wants to find in that folder.</param>
/// <param name="IsNode22">Whether it needs a newer Node than the oldest that npm itself runs on.</param>
/// <param name="Tool">What is called.</param>
/// <param name="Arguments">With what.</param>
/// <param name="Answer">Texts, one of which the answer holds; null where there is none without an account.</param>
/// <param name="Error">Texts, one of which the error holds; null where there must be none.</param>
internal sealed record ServerEntry(
    string Name,
    string Package,
    string Program,
    string[]? Args,
    Dictionary<string, string>? Env,
    Dictionary<string, JsonObject>? Files,
    bool IsNode22,
    string Tool,
    JsonObject Arguments,
    string[]? Answer,
    string[]? Error)
{
    private static readonly JsonSerializerOptions AsWritten = new(JsonSerializerDefaults.Web);

    /// <summary>All of them, in the file's order.</summary>
    public static IReadOnlyList<ServerEntry> ReadAll(string file) =>
        JsonSerializer.Deserialize<ServerEntry[]>(File.ReadAllText(file), AsWritten)!;
}
