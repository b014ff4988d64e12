using System.Text.Json;
using McpSkillGen.Runtime.Drift;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Host.Rules;

/// <summary>A tool as the skill was made from it.</summary>
/// <param name="CommandName">The executor's command.</param>
/// <param name="Json">As the catalog has it.</param>
internal sealed record CommittedTool(string CommandName, JsonElement Json);

/// <summary>The tools in a skill's <c>mcp-catalog.json</c>: what a person has seen. Read again when the file changes. Safe for many threads.</summary>
internal sealed class CommittedTools(string catalogFile)
{
    private static readonly Dictionary<string, CommittedTool> None = new(StringComparer.Ordinal);

    private readonly Lock _reading = new();
    private (DateTime, long) _stamp;
    private Dictionary<string, CommittedTool> _tools = None;

    /// <summary>By their names on the wire; empty if there is no catalog.</summary>
    public IReadOnlyDictionary<string, CommittedTool> Read()
    {
        lock (_reading)
        {
            var file = new FileInfo(catalogFile);
            var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (stamp != _stamp)
            {
                (_tools, _stamp) = (Parse(), stamp);
            }

            return _tools;
        }
    }

    private Dictionary<string, CommittedTool> Parse()
    {
        try
        {
            return ForeignJson.TryParse(File.ReadAllBytes(catalogFile), out var catalog, out _) ? ByName(CatalogComparison.ToolsOf(catalog.RootElement)) : None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return None;
        }
    }

    // Those that the generator makes commands of, so that the commands are the same.
    private static Dictionary<string, CommittedTool> ByName(IEnumerable<JsonElement> listed)
    {
        var tools = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var tool in listed)
        {
            if (tool.Words("name"u8) is { } name && tool.Member("execution"u8).Text("taskSupport"u8) is not "required")
            {
                tools.TryAdd(name, tool);
            }
        }

        var commands = CommandLineName.Commands([.. tools.Keys]);
        return tools.Select((pair, i) => KeyValuePair.Create(pair.Key, new CommittedTool(commands[i], pair.Value)))
            .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
    }
}
