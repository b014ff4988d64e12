using System.Buffers;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Identity;

/// <summary>Whose instance a folder is, also while no host runs. Never read to decide who serves: that is the lock.</summary>
/// <param name="Skill">The skill's folder.</param>
/// <param name="Workspace">The project, under <c>"scope": "workspace"</c>.</param>
/// <param name="HostId">The process of the last host; 0 if it is not known.</param>
/// <param name="HostStart">When that process started, in the system's clock ticks; 0 if the system does not say.</param>
internal sealed record InstanceDescription(string Skill, string? Workspace, int HostId, long HostStart)
{
    /// <summary>Whether that very process still runs, and not another one with its number.</summary>
    public bool IsRunning => HostId > 0 && (HostStart > 0
        ? new ProcessStamp(HostId, HostStart).IsRunning
        : !OperatingSystem.IsWindows() && Libc.Kill(HostId, 0) == 0);

    /// <summary>For an instance of this process.</summary>
    public static InstanceDescription OfThisHost(string skill, string? workspace) =>
        new(skill, workspace, Environment.ProcessId, OperatingSystem.IsLinux() ? ProcessStamp.Of(Environment.ProcessId)?.StartTime ?? 0 : 0);

    /// <returns>Null if there is none, or it cannot be read.</returns>
    public static InstanceDescription? TryRead(InstancePaths instance)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(instance.Description));
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.Text("skill"u8) is { } skill
                ? new InstanceDescription(skill, root.Text("workspace"u8), root.Integer("hostPid"u8) ?? 0, (long)(root.Number("hostStart"u8) ?? 0))
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
            writer.WriteNumber("hostStart"u8, HostStart);
            writer.WriteEndObject();
        }

        PrivateFile.TryReplace(instance.Description, json.WrittenSpan);
    }
}
