using System.Text.Json.Nodes;

namespace McpSkillGen.FaultServer;

/// <summary>What the server has beside tools: resources, prompts, and values to complete their arguments with.</summary>
internal static class Offers
{
    private static readonly string[] Cities = ["Paris", "Parma", "Porto"];

    /// <returns>Null when the method is not about any of them.</returns>
    /// <exception cref="ArgumentException">There is no such thing.</exception>
    public static JsonObject? TryAnswer(string? method, JsonObject parameters) => method switch
    {
        // Two pages here too.
        "resources/list" when parameters["cursor"] is null => new JsonObject
        {
            ["resources"] = new JsonArray(new JsonObject { ["uri"] = "notes://all", ["name"] = "notes", ["mimeType"] = "text/plain", ["size"] = 2048, ["x-unknown"] = 1 }),
            ["nextCursor"] = "second",
        },
        "resources/list" => new JsonObject
        {
            ["resources"] = new JsonArray(new JsonObject { ["uri"] = "notes://logo", ["name"] = "logo", ["title"] = "The logo", ["description"] = "One pixel.\nReally." }),
        },
        "resources/templates/list" => new JsonObject
        {
            ["resourceTemplates"] = new JsonArray(new JsonObject { ["uriTemplate"] = "notes://{city}", ["name"] = "city notes" }),
        },
        "resources/read" => Read((string?)parameters["uri"]),
        "prompts/list" => new JsonObject { ["prompts"] = new JsonArray(Greeting(), new JsonObject { ["name"] = "plain", ["description"] = "No arguments." }) },
        "prompts/get" => Get((string?)parameters["name"], parameters["arguments"] as JsonObject ?? []),
        "completion/complete" => Complete(parameters),
        _ => null,
    };

    private static JsonObject Greeting() => new()
    {
        ["name"] = "greet-in",
        ["title"] = "Greeting",
        ["description"] = "Greets somebody.",
        ["arguments"] = new JsonArray(
            new JsonObject { ["name"] = "mood", ["description"] = "How it sounds" },
            new JsonObject { ["name"] = "city", ["description"] = "Where", ["required"] = true },
            new JsonObject { ["name"] = "output", ["description"] = "A name that a flag of every command has" }),
    };

    private static JsonObject Read(string? uri) => uri switch
    {
        "notes://all" => Contents(new JsonObject { ["uri"] = uri, ["text"] = "buy milk\ncall Ada" }, new JsonObject { ["uri"] = uri + "#2", ["text"] = "the end" }),
        "notes://logo" => Contents(new JsonObject { ["uri"] = uri, ["mimeType"] = "image/png", ["blob"] = Tools.OnePixelPng }),
        "notes://nonsense" => new JsonObject { ["what"] = 1 },
        _ => throw new ArgumentException($"no resource {uri}"),
    };

    private static JsonObject Contents(params JsonNode[] contents) => new() { ["contents"] = new JsonArray(contents) };

    private static JsonObject Get(string? name, JsonObject arguments) => name switch
    {
        "greet-in" => new JsonObject
        {
            ["messages"] = new JsonArray(
                Message("user", $"Greet me in {arguments["city"]}, {(string?)arguments["mood"] ?? "somehow"}; arguments {arguments.ToJsonString()}"),
                Message("assistant", "Hello.")),
        },
        "plain" => new JsonObject { ["messages"] = new JsonArray(Message("user", "Just this.")) },
        _ => throw new ArgumentException($"no prompt {name}"),
    };

    private static JsonObject Message(string role, string text) =>
        new() { ["role"] = role, ["content"] = new JsonObject { ["type"] = "text", ["text"] = text } };

    private static JsonObject Complete(JsonObject parameters)
    {
        var begin = (string?)parameters["argument"]?["value"] ?? "";
        var excluded = (string?)parameters["context"]?["arguments"]?["not"];
        var values = Cities.Where(city => city.StartsWith(begin, StringComparison.Ordinal) && city != excluded).Select(static city => JsonValue.Create(city));
        return new JsonObject
        {
            ["completion"] = new JsonObject { ["values"] = new JsonArray([.. values]), ["hasMore"] = (string?)parameters["ref"]?["type"] == "ref/resource" },
        };
    }
}
