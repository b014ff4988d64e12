using System.Buffers.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Secrets;

namespace McpSkillGen.Host.Auditing;

/// <summary>
/// Arguments as they may be kept: without secrets, by their name, by their looks, and those of the config; and not longer than
/// somebody reads.
/// </summary>
/// <param name="secrets">The values of the config's variables.</param>
/// <param name="isWhole">Whether texts keep their length. Long ones, images and the like are then searched for the config's secrets only.</param>
internal sealed class ArgumentRedaction(IEnumerable<string> secrets, bool isWhole = false)
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Instead = "***";

    private const int MaxText = 2000;

    // A secret must not be cut before it is looked for: what is left of it would not look like one.
    private const int LookedAt = 16 * 1024;

    // Shorter ones would tear holes into ordinary words and numbers.
    private const int MinSecret = 8;

    private readonly string[] _secrets =
    [
        .. secrets
            .Where(static secret => secret.Length >= MinSecret && !secret.All(char.IsAsciiLetterLower))
            .Distinct()
            .OrderByDescending(static secret => secret.Length),
    ];

    public void Write(Utf8JsonWriter writer, JsonElement value, string? name = null)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(Clean(null, member.Name));
                    Write(writer, member.Value, member.Name);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, name);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Clean(name, value.AsText()));
                break;
            case JsonValueKind.Number when name is not null && SecretNames.WeightOf(name) is SecretNames.Weight.Password:
                writer.WriteStringValue(Instead);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private string Clean(string? name, string text)
    {
        var clean = text.Length > LookedAt && !isWhole ? text[..LookedAt] : text;
        clean = _secrets.Aggregate(clean, static (redacted, secret) => redacted.Replace(secret, Instead, StringComparison.Ordinal));
        if (isWhole && (text.Length > LookedAt || (name is "data" or "blob" && Base64.IsValid(text))))
        {
            return clean;
        }

        foreach (var part in SecretFinder.Find(name, clean).Reverse())
        {
            clean = string.Concat(clean.AsSpan(0, part.Start), Instead, clean.AsSpan(part.Start + part.Length));
        }

        return isWhole ? clean : clean.Length > MaxText || text.Length > LookedAt ? $"{clean[..Math.Min(MaxText, clean.Length)]}… ({text.Length} characters)" : clean;
    }
}
