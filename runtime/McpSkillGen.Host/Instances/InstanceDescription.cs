using System.Buffers;
using System.Text.Json;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Instances;

/// <summary>Whose instance a folder is, also while no host runs. Never read to decide who serves.</summary>
/// <param name="Skill">The skill's folder.</param>
/// <param name="Workspace">The project, under <c>"scope": "workspace"</c>.</param>
/// <param name="HostId">The process of the last host.</param>
internal sealed record InstanceDescription(string Skill, string? Workspace, int HostId)
{
    /// <returns>Null if there is none, or it cannot be read.</returns>
    public static InstanceDescription? TryRead(InstancePaths instance)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(instance.Description));
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.Text("skill"u8) is { } skill
                ? new InstanceDescription(skill, root.Text("workspace"u8), root.Integer("hostPid"u8) ?? 0)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(InstancePaths instance)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance }))
        {
            writer.WriteStartObject();
            writer.WriteString("skill"u8, Skill);
            writer.WriteString("workspace"u8, Workspace);
            writer.WriteNumber("hostPid"u8, HostId);
            writer.WriteEndObject();
        }

        PrivateFile.TryReplace(instance.Description, json.WrittenSpan);
    }
}
