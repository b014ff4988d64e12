using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>One line of what <c>batch</c> prints.</summary>
internal sealed record BatchAnswer(string Id, int ExitCode, string? Error, JsonNode? Result)
{
    /// <summary>The text of the result's first block.</summary>
    public string? Text => (string?)Result?["content"]?[0]?["text"];

    public static BatchAnswer Of(string line)
    {
        var answer = JsonNode.Parse(line)!.AsObject();
        return new BatchAnswer(answer["id"]!.ToJsonString(), (int)answer["exitCode"]!, (string?)answer["error"], answer["result"]);
    }

    /// <summary>Every answer, by its id; each id is there once.</summary>
    public static Dictionary<string, BatchAnswer> All(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Of).ToDictionary(static answer => answer.Id);
}
