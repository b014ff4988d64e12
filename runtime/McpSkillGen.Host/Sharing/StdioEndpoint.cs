using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Sharing;

/// <summary>One client, on standard input and output: a message a line.</summary>
internal sealed class StdioEndpoint : IOutlet
{
    private readonly Lock _writing = new();

    /// <summary>Serves the client until it closes our standard input.</summary>
    public static void Serve(SkillSet skills)
    {
        var outlet = new StdioEndpoint();
        using var conversation = new Conversation(skills, outlet, StandardStreams.WriteErrorLine);
        using var input = StandardStreams.OpenInput();
        foreach (var line in Lines(input))
        {
            conversation.Take(line, outlet);
        }
    }

    public void Send(ReadOnlyMemory<byte> message)
    {
        lock (_writing)
        {
            StandardStreams.Write([.. message.Span, (byte)'\n']);
        }
    }

    public void End(ReadOnlyMemory<byte>? message)
    {
        if (message is { } last)
        {
            Send(last);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream input)
    {
        var line = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (Read(input, buffer) is > 0 and var read)
        {
            var rest = buffer.AsMemory(0, read);
            while (rest.Span.IndexOf((byte)'\n') is >= 0 and var end)
            {
                line.Write(rest.Span[..end]);
                rest = rest[(end + 1)..];
                var whole = line.ToArray();
                line = new MemoryStream();
                if (whole.AsSpan().Trim(" \t\r"u8).Length > 0)
                {
                    yield return ForeignJson.AsUtf8(whole);
                }
            }

            line.Write(rest.Span);
        }
    }

    private static int Read(Stream input, byte[] buffer)
    {
        try
        {
            return input.Read(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
