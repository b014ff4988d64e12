using System.Globalization;
using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>What rules and audit add to a warm call: the same executor and server, in folders whose configs differ.</summary>
internal static class RuledCalls
{
    // About other tools by name, about all tools by hint, and about this one by its arguments.
    private const string Rules = """
        [
          { "tools": ["crash"], "do": "deny" },
          { "tools": ["echo"], "when": { "properties": { "message": { "type": "string", "pattern": "^[a-z]{1,20}$" } }, "required": ["message"] }, "do": "allow" },
          { "tools": ["@destructive", "@open-world"], "do": "ask" }
        ]
        """;

    public static async Task<string> MeasureAsync(Work work, Skill skill, int runs)
    {
        var folder = Path.Combine(work.Folder, "ruled");
        (string Title, Skill Skill)[] skills =
        [
            ("no rules, no audit", Copy("plain")),
            ("the same in another folder", Copy("control")),
            ("`\"rules\"`, three of them", Copy("rules", ("rules", Rules))),
            ("`\"audit\": true`", Copy("audit", ("audit", "true"))),
            ("**rules and audit**", Copy("both", ("rules", Rules), ("audit", "true"))),
            ("rules, and audit with arguments", Copy("all", ("rules", Rules), ("audit", "\"arguments\""))),
        ];
        try
        {
            var measured = Measurement.Of(
                [.. skills.Select(static pair => new Candidate(pair.Title, pair.Skill.Executor, "echo", "--message", "hi"))], runs);
            return string.Create(CultureInfo.InvariantCulture, $"""
                `echo --message hi` of a server that answers at once. One rule looks at the call's arguments, and another at what the server says of the tool.

                {measured.ToTable("ratio to no rules")}
                Median difference to no rules in the same round: rules and audit {measured.DifferenceOf(4) * 1000:0} µs, the other folder {measured.DifferenceOf(1) * 1000:0} µs.
                """);
        }
        finally
        {
            foreach (var (_, ruled) in skills)
            {
                await Work.RunAsync(ruled.Executor, "stop");
            }
        }

        Skill Copy(string name, params ReadOnlySpan<(string Key, string Json)> more)
        {
            var copy = skill.CopyTo(Path.Combine(folder, name));
            var file = Path.Combine(copy.Folder, "mcp-config.json");
            var config = JsonNode.Parse(File.ReadAllText(file))!;
            foreach (var (key, json) in more)
            {
                config[key] = JsonNode.Parse(json);
            }

            File.WriteAllText(file, config.ToJsonString());
            return copy;
        }
    }
}
