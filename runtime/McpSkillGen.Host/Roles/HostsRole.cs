using System.Buffers;
using System.Text.Json;
using McpSkillGen.Host.Instances;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Roles;

/// <summary>The role <c>hosts</c>: prints every instance of this user as JSON, for <c>mcpgen</c> to show.</summary>
internal sealed class HostsRole : IHostRole
{
    public string Name => "hosts";

    public string Grammar => "--json";

    public async Task<int> RunAsync(string[] arguments)
    {
        _ = new RoleArguments(this, arguments);
        var instances = await InstanceSurvey.RunAsync().ConfigureAwait(false);
        StandardStreams.Write(Print(instances));
        return (int)ExitCode.Success;
    }

    private static ReadOnlySpan<byte> Print(IReadOnlyList<Instance> instances)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance }))
        {
            writer.WriteStartArray();
            foreach (var instance in instances)
            {
                Write(writer, instance);
            }

            writer.WriteEndArray();
        }

        json.Write("\n"u8);
        return json.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, Instance instance)
    {
        writer.WriteStartObject();
        writer.WriteString("instance"u8, instance.Paths.Id);
        writer.WriteString("name"u8, Path.GetFileName(instance.Description?.Skill));
        writer.WriteString("skill"u8, instance.Description?.Skill);
        writer.WriteString("workspace"u8, instance.Description?.Workspace);
        writer.WriteString("presence"u8, instance.Presence switch
        {
            InstancePresence.Absent => "absent",
            InstancePresence.Changes => "starting or leaving",
            InstancePresence.Silent => "not answering",
            _ => "answers",
        });
        if (instance.HostId is { } host)
        {
            writer.WriteNumber("hostPid"u8, host);
        }
        else
        {
            writer.WriteNull("hostPid"u8);
        }

        writer.WriteString("log"u8, instance.Paths.Log);
        writer.WritePropertyName("status"u8);
        if (instance.Status is { } status)
        {
            writer.WriteRawValue(status.Span);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }
}
