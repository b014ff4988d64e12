using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Generation;

/// <summary>A catalog of many tools, as MSBuild would hand it to the generator.</summary>
internal sealed class Catalog(string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path => "/many/mcp-catalog.json";

    public int Length => _text.Length;

    public static Catalog Of(JsonNode tool, int count)
    {
        var tools = Enumerable.Range(0, count).Select(number =>
        {
            var copy = tool.DeepClone();
            copy["name"] = string.Create(CultureInfo.InvariantCulture, $"search_{number}");
            return copy;
        });
        return new Catalog(new JsonObject { ["tools"] = new JsonArray([.. tools]) }.ToJsonString());
    }

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
