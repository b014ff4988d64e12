using System.Text.Json;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Skills;

/// <summary>A skill's folder, as far as it can be known without starting anything.</summary>
/// <param name="Folder">Absolute, links resolved.</param>
/// <param name="IsOurs">Whether mcpgen made it.</param>
/// <param name="Server">The server as it named itself; null where that is not known.</param>
/// <param name="ServerVersion">Its version, likewise.</param>
/// <param name="ToolCount">How many tools; null where that is not known.</param>
internal sealed record SkillOnDisk(string Folder, bool IsOurs, string? Server, string? ServerVersion, int? ToolCount)
{
    /// <summary>The folder's name, which is the skill's by the specification.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>Whether an executor for this machine is in it.</summary>
    public bool HasExecutor => File.Exists(new SkillFolder(Folder).ExecutorFile(Name));

    /// <returns>Null where there is no skill.</returns>
    public static SkillOnDisk? At(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "SKILL.md")))
        {
            return null;
        }

        var skill = new SkillFolder(RealPath.Of(Path.GetFullPath(folder)));
        if (!File.Exists(skill.ConfigFile) || !File.Exists(skill.CatalogFile))
        {
            return new SkillOnDisk(skill.Root, IsOurs: false, null, null, null);
        }

        try
        {
            using var catalog = JsonDocument.Parse(File.ReadAllBytes(skill.CatalogFile));
            var server = Member(catalog.RootElement, "serverInfo");
            return new SkillOnDisk(
                skill.Root, IsOurs: true, Text(server, "title") ?? Text(server, "name"), Text(server, "version"),
                Member(catalog.RootElement, "tools") is { ValueKind: JsonValueKind.Array } tools ? tools.GetArrayLength() : null);
        }
        catch (JsonException)
        {
            // Still ours; `mcpgen test` says what is wrong with it.
            return new SkillOnDisk(skill.Root, IsOurs: true, null, null, null);
        }
    }

    /// <summary>What it takes on disk, in bytes: links are not followed.</summary>
    public long CountBytes() => new DirectoryInfo(Folder)
        .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true })
        .Sum(static file => file.Length);

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement holder, string name) => Member(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
