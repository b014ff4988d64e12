using System.Buffers;
using System.Text.Json;
using McpSkillGen.Host.Lifetime;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Servers;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Serving;

/// <summary>What the host reports about itself.</summary>
internal static class StatusReport
{
    /// <summary>The answer to <c>stop</c>.</summary>
    public static ReadOnlySpan<byte> Leaving(int callsInFlight)
    {
        var bytes = new ArrayBufferWriter<byte>(32);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("callsInFlight"u8, callsInFlight);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan;
    }

    /// <summary>The answer to <c>status</c>. Reads <c>/proc</c>, which is too slow for the host's loop.</summary>
    public static ReadOnlySpan<byte> Of(in HostActivity now, HostOptions options, ServerSlot slot, string? drift, long callsTaken, TimeSpan uptime)
    {
        var idleTimeout = options.IdleTimeout;
        var session = slot.Running;
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("state"u8, StateOf(now, slot, session));
            writer.WriteNumber("hostPid"u8, Environment.ProcessId);
            WriteNumberOrNull(writer, "serverPid", session?.ProcessId);
            writer.WriteNumber("serverLaunches"u8, slot.Launches);
            writer.WriteNumber("calls"u8, callsTaken);
            writer.WriteNumber("callsInFlight"u8, now.CallsInFlight);
            writer.WriteNumber("uptimeSeconds"u8, Math.Round(uptime.TotalSeconds, 3));
            writer.WriteNumber("idleSeconds"u8, now.CallsInFlight > 0 ? 0 : Math.Round(now.IdleFor.TotalSeconds, 3));
            WriteNumberOrNull(writer, "retiresInSeconds", RetirementPolicy.RetiresIn(now, idleTimeout)?.TotalSeconds);
            WriteServer(writer, session);
            WriteMemory(writer, session);
            writer.WriteString("drift"u8, drift);
            writer.WriteString("workingFolder"u8, (options.Launch as ServerLaunch.Process)?.WorkingDirectory);
            writer.WriteString("skill"u8, options.Folder.Root);
            writer.WriteString("workspace"u8, options.Workspace);
            writer.WriteString("login"u8, options.LoginFile);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan;
    }

    private static string StateOf(in HostActivity now, ServerSlot slot, ServerSession? session) => now.Phase switch
    {
        not HostPhase.Serving => "retiring",
        _ when session is not null => "ready",
        _ => slot.IsStarting ? "starting" : "no server",
    };

    private static void WriteServer(Utf8JsonWriter writer, ServerSession? session)
    {
        writer.WritePropertyName("server"u8);
        if (session is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("name"u8, session.Name);
        writer.WriteString("version"u8, session.Version);
        writer.WriteString("protocolVersion"u8, session.ProtocolVersion);
        writer.WriteString("transport"u8, session.Transport switch
        {
            TransportKind.Http => "http"u8,
            TransportKind.Sse => "sse"u8,
            _ => "stdio"u8,
        });
        writer.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter writer, ServerSession? session)
    {
        var (bytes, processes) = session?.ProcessId is null ? default : ResidentMemory.OfServers();
        writer.WriteNumber("hostMemoryBytes"u8, Environment.WorkingSet);
        WriteNumberOrNull(writer, "serverMemoryBytes", bytes);
        WriteNumberOrNull(writer, "serverProcesses", processes);
    }

    private static void WriteNumberOrNull(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, Math.Round(number, 3));
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
