using System.Text;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Wire;

public sealed class MessageFuzzTests
{
    // With all kinds and both directions, half a million messages.
    private const int PerKind = 50_000;

    public static TheoryData<byte, string> Seeds => new()
    {
        { (byte)FrameKind.Hello, """{"protocol":1,"fingerprint":"0123\u00e9"}""" },
        { (byte)FrameKind.Call, """{"method":"tools/call","timeoutMs":1000,"repeatable":true,"canAsk":false,"params":{"name":"x","arguments":{"a":[1,"b"]}}}""" },
        { (byte)FrameKind.Cancel, "{}" },
        { (byte)FrameKind.Query, """{"verb":"status"}""" },
        { (byte)FrameKind.Reply, """{"id":1,"result":{"action":"accept","content":{"a":"b"}}}""" },
        { (byte)FrameKind.Welcome, """{"hostPid":7,"note":"A \"note\"."}""" },
        { (byte)FrameKind.Failure, """{"exitCode":4,"message":"m","error":{"code":1,"message":"x","data":["y"]}}""" },
        { (byte)FrameKind.Question, """{"id":1,"params":{"message":"Who?","requestedSchema":{"type":"object"}}}""" },
        { (byte)FrameKind.Answer, """{"callsInFlight":2}""" },
        { (byte)FrameKind.Result, """{"content":[{"type":"text","text":"hi"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_arrives_is_a_message_that_can_be_used_or_a_stated_refusal(byte kind, string seed)
    {
        var mutator = new JsonMutator(kind);
        for (var i = 0; i < PerKind; i++)
        {
            var payload = mutator.Mutate(seed);
            try
            {
                var frame = new Frame((FrameKind)kind, 1, payload);
                Use(ClientMessage.Parse(frame));
                Use(HostMessage.Parse(frame));
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{(FrameKind)kind} {Encoding.UTF8.GetString(payload)}: {e}");
            }
        }
    }

    private static void Use<T>(Parsed<T> parsed)
        where T : class
    {
        if (parsed.Message is null)
        {
            Assert.EndsWith(".", parsed.Refusal, StringComparison.Ordinal);
            return;
        }

        Assert.NotEmpty(parsed.Message.ToString()!);
        if (parsed.Message is CallMessage call)
        {
            Assert.Equal((byte)'{', call.Params.Span[0]);
        }
    }
}
