using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Wire;

/// <summary>What both sides agree on before the first frame.</summary>
internal static class WireProtocol
{
    /// <summary>Raised when frames change incompatibly. A host that reads another version answers Stale and leaves.</summary>
    public const int Version = 1;

    // The messages are built from our own pieces and raw JSON that was parsed before.
    internal static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true, Encoder = PlainJsonEncoder.Instance };
}
