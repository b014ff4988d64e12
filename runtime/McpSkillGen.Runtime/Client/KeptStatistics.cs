using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Client;

/// <summary>
/// The statistics that the last host left: <c>{"version":1,"report":{…},"durations":{…}}</c>. The report is what the query
/// <c>stats</c> answers; the next host continues from the rest.
/// </summary>
internal static class KeptStatistics
{
    public const int Version = 1;

    // A thousand tools with every possible duration need half of this.
    private const int MaxLength = 8 * 1024 * 1024;

    /// <summary>The file, parsed.</summary>
    /// <returns>Null if it does not exist or cannot be read: statistics are no reason to fail.</returns>
    public static JsonDocument? TryRead(InstancePaths instance)
    {
        try
        {
            var file = new FileInfo(instance.Statistics);
            var document = file is { Exists: true, Length: < MaxLength } ? JsonDocument.Parse(File.ReadAllBytes(file.FullName)) : null;
            if (document is null || (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.Integer("version"u8) == Version))
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <returns>One JSON object, UTF-8; null if there is none.</returns>
    public static ReadOnlyMemory<byte>? ReadReport(InstancePaths instance)
    {
        using var kept = TryRead(instance);
        return kept is not null && kept.RootElement.TryGetProperty("report"u8, out var report) && report.ValueKind is JsonValueKind.Object
            ? Encoding.UTF8.GetBytes(report.GetRawText())
            : (ReadOnlyMemory<byte>?)null;
    }
}
