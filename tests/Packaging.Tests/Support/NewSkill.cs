using System.Text;
using System.Text.Json.Nodes;

namespace Packaging.Tests.Support;

/// <summary>A skill's folder, as a test looks at it.</summary>
/// <param name="Folder">Absolute.</param>
internal sealed record NewSkill(string Folder)
{
    private static readonly string[] BuildFolders = ["executor/bin/", "executor/obj/"];

    public JsonObject Config => JsonNode.Parse(File.ReadAllText(PathOf("mcp-config.json")))!.AsObject();

    public string PathOf(string path) => Path.Combine(Folder, path);

    public void Configure(Action<JsonObject> configure)
    {
        var config = Config;
        configure(config);
        File.WriteAllText(PathOf("mcp-config.json"), config.ToJsonString());
    }

    /// <summary>Every file by its path, with its text; of a program or a package that it is there. What builds leave is not.</summary>
    public SortedDictionary<string, string> Texts() => new(
        Files().Where(static path => !BuildFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            .ToDictionary(
                static path => path,
                path => path.StartsWith("scripts/", StringComparison.Ordinal) || path.EndsWith(".nupkg", StringComparison.Ordinal)
                    ? ""
                    : File.ReadAllText(PathOf(path))),
        StringComparer.Ordinal);

    /// <summary>The files that hold a text, whatever else they are.</summary>
    public IEnumerable<string> FilesWith(string text) =>
        Files().Where(path => File.ReadAllBytes(PathOf(path)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private IEnumerable<string> Files() =>
        Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'));
}
