using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpSkillGen.Cli.Sharing;

/// <summary>What installers read beside the skills: the manifest of Agent Plugins, and Claude Code's marketplace and plugin manifest.</summary>
internal static class PluginFiles
{
    private const string Schema = "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="name">The plugin's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="owner">Who publishes it.</param>
    /// <param name="version">Its version; null if its commits are its versions.</param>
    /// <returns>The files by their path in the plugin.</returns>
    public static IEnumerable<(string Path, string Text)> Render(string name, string description, string owner, string? version)
    {
        var plugin = new Dictionary<string, object> { ["name"] = name, ["description"] = description };
        if (version is not null)
        {
            plugin["version"] = version;
        }

        yield return ("plugin.json", Json(new Dictionary<string, object> { ["$schema"] = Schema }.Concat(plugin)));
        yield return (".claude-plugin/plugin.json", Json(plugin));
        yield return (".claude-plugin/marketplace.json", Json(new Dictionary<string, object>
        {
            ["name"] = name,
            ["owner"] = new { name = owner },
            ["plugins"] = new[] { new { name, source = "./", description } },
        }));
    }

    private static string Json(IEnumerable<KeyValuePair<string, object>> members) => JsonSerializer.Serialize(members.ToDictionary(), Readable) + "\n";
}
