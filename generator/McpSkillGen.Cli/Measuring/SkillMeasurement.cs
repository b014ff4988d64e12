using System.Text;
using System.Text.Json;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Cli.Validation;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Cli.Measuring;

/// <summary>Counts the tokens of a skill on disk and of the schemas that it stands for.</summary>
internal static class SkillMeasurement
{
    private const string CatalogFile = "mcp-catalog.json";

    // What a client sends of a tool to its model; titles, annotations and output schemas stay with the client.
    private static readonly string[] SentKeys = ["name", "description", "inputSchema"];

    // As clients write it: nothing escaped that need not be.
    private static readonly JsonWriterOptions Minified = new() { Indented = false, Encoder = PlainJsonEncoder.Instance };

    /// <param name="folder">The skill's folder.</param>
    /// <exception cref="SkillException">It has no catalog or no readable SKILL.md.</exception>
    public static SkillCost Of(string folder)
    {
        var page = Read(folder, SkillText.FileName, "a skill needs one. See: mcpgen validate");
        var catalog = Read(folder, CatalogFile, "only a skill that mcpgen made has one, with the schemas to compare with. Make one with: mcpgen scaffold CONFIG");
        using var parsed = Parse(catalog, Path.Combine(folder, CatalogFile));
        var tools = parsed.RootElement.TryGetProperty("tools", out var listed) ? listed.EnumerateArray().ToArray() : [];
        return new SkillCost(
            Path.GetFileName(folder),
            tools.Length,
            TokenCount.Of(Sent(tools)),
            TokenCount.Of(Entry(page, folder)),
            TokenCount.Of(page),
            Detail(folder));
    }

    internal static string Sent(IEnumerable<JsonElement> tools)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Minified))
        {
            writer.WriteStartArray();
            foreach (var tool in tools)
            {
                writer.WriteStartObject();
                foreach (var key in SentKeys)
                {
                    if (tool.TryGetProperty(key, out var value))
                    {
                        writer.WritePropertyName(key);
                        value.WriteTo(writer);
                    }
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Entry(string page, string folder)
    {
        var text = SkillText.Of(page);
        var fields = text.HasFrontmatter ? Frontmatter.Read(text, new Findings()) : null;
        return ValueOf("name") is { } name && ValueOf("description") is { } description
            ? $"- {name}: {description}"
            : throw Wrong($"'{Path.Combine(folder, SkillText.FileName)}' has no name and description. See: mcpgen validate {folder}");

        string? ValueOf(string key) => fields?.FirstOrDefault(field => field.Key == key)?.Value;
    }

    private static int Detail(string folder)
    {
        var references = Path.Combine(folder, "references");
        var pages = Directory.Exists(references) ? Directory.GetFiles(references, "*.md") : [];
        return pages.Length == 0 ? 0 : (int)Math.Round(pages.Average(static page => TokenCount.Of(File.ReadAllText(page))));
    }

    private static string Read(string folder, string name, string why)
    {
        var file = Path.Combine(folder, name);
        return File.Exists(file) ? File.ReadAllText(file) : throw Wrong($"'{folder}' has no {name}: {why}");
    }

    private static JsonDocument Parse(string catalog, string file)
    {
        try
        {
            var parsed = JsonDocument.Parse(catalog);
            var isCatalog = parsed.RootElement.ValueKind == JsonValueKind.Object
                && (!parsed.RootElement.TryGetProperty("tools", out var tools) || tools.ValueKind == JsonValueKind.Array);
            return isCatalog ? parsed : throw Wrong($"{file}: expected an object with an array \"tools\". Capture it anew with: mcpgen sync {Path.GetDirectoryName(file)}");
        }
        catch (JsonException e)
        {
            throw Wrong($"{file}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}: this is no JSON. Capture it anew with: mcpgen sync {Path.GetDirectoryName(file)}");
        }
    }

    private static SkillException Wrong(string message) => new(ExitCode.WrongEnvironment, message);
}
