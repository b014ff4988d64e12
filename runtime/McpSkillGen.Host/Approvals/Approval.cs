using System.Globalization;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Approvals;

/// <summary>A call that waits for a person, or that a person has agreed to.</summary>
/// <param name="Id">Its short name.</param>
/// <param name="Digest">Which call exactly.</param>
/// <param name="Rule">The rule that asks, and its place.</param>
/// <param name="Shown">The call as the person sees it.</param>
/// <param name="Expires">When it ends, UTC.</param>
/// <param name="IsAgreed">Whether a person has agreed.</param>
/// <param name="IsLasting">Whether the call may be made again until then; otherwise once.</param>
internal sealed record Approval(string Id, string Digest, string Rule, IReadOnlyList<string> Shown, DateTime Expires, bool IsAgreed, bool IsLasting)
{
    public ReadOnlyMemory<byte> ToBytes() => PlainJson.WriteObject(writer =>
    {
        writer.WriteString("digest"u8, Digest);
        writer.WriteString("rule"u8, Rule);
        writer.WriteStartArray("shown"u8);
        foreach (var line in Shown)
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
        writer.WriteString("expires"u8, Expires.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteBoolean("agreed"u8, IsAgreed);
        writer.WriteBoolean("lasting"u8, IsLasting);
    });

    /// <returns>Null for anything else than <see cref="ToBytes"/> writes.</returns>
    public static Approval? Parse(string id, ReadOnlyMemory<byte> bytes)
    {
        if (!ForeignJson.TryParseObject(bytes, out var document, out _))
        {
            return null;
        }

        using (document)
        {
            var root = document.RootElement;
            return root.Text("digest"u8) is { } digest && root.Text("rule"u8) is { } rule && root.Texts("shown"u8) is { } shown
                && DateTime.TryParse(root.Text("expires"u8), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var expires)
                    ? new Approval(id, digest, rule, shown, expires, Is(root, "agreed"u8), Is(root, "lasting"u8))
                    : null;
        }
    }

    private static bool Is(JsonElement root, ReadOnlySpan<byte> name) => root.Member(name).ValueKind is JsonValueKind.True;
}
