using System.Globalization;
using System.Text;
using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Catalog;

/// <summary>
/// The identity of a catalog: FNV-1a, 64 bits, over the minified members that the format defines, in the format's order.
/// It only tells versions of a catalog apart, so it need not be cryptographic.
/// </summary>
internal static class CatalogHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private static readonly string[] Members =
    [
        "protocolVersion", "serverInfo", "capabilities", "instructions", "tools", "resources", "resourceTemplates", "prompts",
    ];

    public static string Compute(JsonObject catalog)
    {
        var hash = OffsetBasis;
        foreach (var member in Members)
        {
            // A line break separates the members: minified JSON has none.
            var json = catalog[member] is { } value ? JsonWriter.Write(value) : "";
            foreach (var unit in Encoding.UTF8.GetBytes(json + "\n"))
            {
                hash = unchecked((hash ^ unit) * Prime);
            }
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
