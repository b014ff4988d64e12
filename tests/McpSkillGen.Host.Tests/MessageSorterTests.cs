using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Messages;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Tests;

public sealed class MessageSorterTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public async Task Answer_is_known_to_be_there_before_the_SDK_gets_its_stand_in_however_long_it_is(int length)
    {
        var tap = new CallTap();
        var call = new ForwardedCall("tools/call", DeafListener.Instance);
        tap.OnSending(new JsonRpcRequest
        {
            Id = new RequestId(7),
            Method = "tools/call",
            Context = new JsonRpcMessageContext { Items = new Dictionary<string, object?> { [ForwardedCall.ContextKey] = call } },
        });
        var line = Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":7,"result":{"text":"{{{new string('x', length)}}}"}}""");
        var envelope = new EnvelopeScanner();
        envelope.Scan(line);

        var sorted = new MessageSorter(tap, new ServerOddities()).Sort(new ReadOnlySequence<byte>(line), envelope);

        Assert.Empty(Assert.IsType<JsonObject>(Assert.IsType<JsonRpcResponse>(sorted).Result));
        Assert.True(call.IsAnswered);
        Assert.Equal(line.Length, Assert.IsType<LineAnswer.Complete>(await call.Answered).Line.Length);
    }
}
