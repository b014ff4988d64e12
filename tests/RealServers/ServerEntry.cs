using System.Text.Json;
using System.Text.Json.Nodes;

namespace RealServers;

/// <summary>A server of <c>servers.json</c>: how it is started, what it is asked, and what it must say.</summary>
/// <remarks>
/// In <c>args</c>, <c>env</c> and <c>url</c>: <c>{scratch}</c> is a folder of the server's own, <c>{program}</c> its program,
/// <c>{programs}</c> this project's folder of them, <c>{modules}</c> the folder of all npm packages, <c>{port}</c> a free port for it, and
/// <c>{front}</c> one for what stands in front.
/// </remarks>
/// <param name="Name">The skill's name.</param>
/// <param name="Ecosystem">What it is written in, or with.</param>
/// <param name="Package">On npm; its version stands in <c>npm/package.json</c>. Null for a program of this project.</param>
/// <param name="Program">In the package, or in <c>programs</c>: a script for Node, or a program.</param>
/// <param name="Command">What starts it, where that is neither Node nor itself; found on PATH.</param>
/// <param name="Args">Its arguments; those of <paramref name="Command"/>, if there is one.</param>
/// <param name="Env">Its variables. Accounts are dummies.</param>
/// <param name="Files">JSON files that it wants to find in its folder.</param>
/// <param name="IsNode22">Whether it needs a newer Node than the oldest that npm itself runs on.</param>
/// <param name="Transport"><c>http</c> or <c>sse</c>: the server is started first, and reached at <paramref name="Url"/>.</param>
/// <param name="Url">Where it is reached.</param>
/// <param name="Headers">What every request to it carries.</param>
/// <param name="Front">A file in <c>fronts</c>: the configuration of an nginx that stands before it.</param>
/// <param name="Tool">What is called.</param>
/// <param name="Arguments">With what.</param>
/// <param name="Answer">Texts, one of which the answer holds; null where there is none without an account.</param>
/// <param name="Error">Texts, one of which the error holds; null where there must be none.</param>
internal sealed record ServerEntry(
    string Name,
    string Ecosystem,
    string? Package,
    string? Program,
    string? Command,
    string[]? Args,
    Dictionary<string, string>? Env,
    Dictionary<string, JsonObject>? Files,
    bool IsNode22,
    string? Transport,
    string? Url,
    Dictionary<string, string>? Headers,
    string? Front,
    string Tool,
    JsonObject Arguments,
    string[]? Answer,
    string[]? Error)
{
    private static readonly JsonSerializerOptions AsWritten = new(JsonSerializerDefaults.Web);

    /// <summary>All of them, in the file's order.</summary>
    public static IReadOnlyList<ServerEntry> ReadAll(string file) =>
        JsonSerializer.Deserialize<ServerEntry[]>(File.ReadAllText(file), AsWritten)!;

    /// <summary>The programs that must be on PATH for it.</summary>
    public IEnumerable<string> Needs
    {
        get
        {
            if (Command is not null)
            {
                yield return Command;
            }

            if (Front is not null)
            {
                yield return RunningServer.Nginx;
            }
        }
    }
}
