using System.Buffers;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Batch;

/// <summary>A call of a batch, from its line to its answer.</summary>
internal sealed class BatchCall
{
    public BatchCall(BatchLine.Call line, TimeSpan? timeout)
    {
        (Id, Tool, MayRepeat) = (line.Id, line.Tool, line.Tool.IsSafeToRepeat);
        var request = ToolCallRequest.Create(line.Tool.WireName, line.Arguments, MayRepeat);
        var payload = new ArrayBufferWriter<byte>(line.Arguments.Length + 128);
        new CallMessage(Call: 0, request.Method, request.Params, timeout, MayRepeat).WriteTo(payload);
        Payload = payload.WrittenMemory;
    }

    /// <summary>What the answer is known by.</summary>
    public byte[] Id { get; }

    public ToolDefinition Tool { get; }

    /// <summary>A <see cref="CallMessage"/>, ready to be sent, and to be sent again.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>How many hosts have not accepted it.</summary>
    public int Refusals { get; set; }

    /// <summary>Whether it may be sent again when its answer is lost: once, and by the server's own word.</summary>
    public bool MayRepeat { get; set; }

    /// <summary>Whether the host that has it said so: from then on it may have run.</summary>
    public bool IsAccepted { get; set; }
}
