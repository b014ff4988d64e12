using System.Buffers;
using System.Text;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Links.Http;
using McpSkillGen.Host.Messages;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Tests.Http;

/// <summary>What the SDK finds in a stream of events, however the network cuts it.</summary>
public sealed class EventStreamFilterTests
{
    private const string Answer = """{"jsonrpc":"2.0","id":5,"result":{"content":[]}}""";

    [Theory]
    [InlineData("data: " + Answer + "\n\n", Answer)]
    [InlineData("data:" + Answer + "\r\n\r\n", Answer)]
    [InlineData("event: message\nid: 3\ndata: " + Answer + "\n\n", Answer)]
    [InlineData("data: {\"jsonrpc\":\"2.0\",\ndata: \"id\":5,\"result\":{}}\n\n", """{"jsonrpc":"2.0", "id":5,"result":{}}""")]
    [InlineData("data: " + Answer + "\r\r", Answer)]
    public void Result_of_a_forwarded_call_goes_past_the_SDK(string body, string expected)
    {
        for (var cut = 0; cut <= body.Length; cut++)
        {
            var (passed, line) = Filter(body, cut);
            Assert.Equal(expected, line);
            Assert.DoesNotContain("content", passed, StringComparison.Ordinal);
            Assert.Contains("\"id\":5", passed, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("event: endpoint\ndata: /messages?session=1\n\n", "/messages?session=1")]
    [InlineData("id: 7\nretry: 10\ndata: \n\n", "id: 7\nretry: 10\n")]
    [InlineData(": a comment\n\n", ": a comment\n")]
    [InlineData("data: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}\n\n", "notifications/cancelled")]
    [InlineData("dat\ndatum: 5\n\n", "dat\ndatum: 5\n")]
    public void Everything_else_is_there_for_it(string body, string expected)
    {
        for (var cut = 0; cut <= body.Length; cut++)
        {
            var (passed, line) = Filter(body, cut);
            Assert.Null(line);
            Assert.Contains(expected, passed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Event_that_does_not_end_counts_if_its_message_is_whole()
    {
        Assert.Equal(Answer, Filter("data: " + Answer, 3).Line);
        Assert.Null(Filter("data: " + Answer[..^1], 3).Line);
    }

    private static (string Passed, string? Line) Filter(string body, int cut)
    {
        var tap = new CallTap();
        var call = new ForwardedCall("tools/call", DeafListener.Instance);
        tap.OnSending(new JsonRpcRequest
        {
            Id = new RequestId(5),
            Method = "tools/call",
            Context = new JsonRpcMessageContext { Items = new Dictionary<string, object?> { [ForwardedCall.ContextKey] = call } },
        });
        var filter = new EventStreamFilter(new MessageSorter(tap, new ServerOddities()));
        var output = new ArrayBufferWriter<byte>();
        var bytes = Encoding.UTF8.GetBytes(body);
        filter.Take(bytes.AsSpan(0, cut), output);
        filter.Take(bytes.AsSpan(cut), output);
        filter.End(output);
        var line = call.Answered is { IsCompletedSuccessfully: true, Result: LineAnswer.Complete { Line: var found } } ? Encoding.UTF8.GetString(found) : null;
        return (Encoding.UTF8.GetString(output.WrittenSpan), line);
    }
}
