using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;

namespace McpSkillGen.Host.Messages;

/// <summary>How the MCP SDK reads and writes its own types, without reflection.</summary>
internal static class SdkJson
{
    public static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));
}
