using System.Buffers;
using System.Text;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Wire;

public sealed class MessageTests
{
    [Fact]
    public void Hello_comes_out_as_it_went_in()
    {
        var hello = new HelloMessage(1, "0123abcd") { SearchPath = "/usr/bin:/bin" };
        var output = new ArrayBufferWriter<byte>();
        hello.WriteTo(output);

        Assert.Equal("""{"protocol":1,"fingerprint":"0123abcd","path":"/usr/bin:/bin"}""", Text(output));
        Assert.Equal(hello, Client(FrameKind.Hello, Text(output)).Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"code":-32602,"message":"no","data":{"x":[1]}}""")]
    public void Failure_comes_out_as_it_went_in(string? error)
    {
        var failure = new FailureMessage(Call, ExitCode.TimedOut, "Too \"slow\".\nTry é.", error);
        var output = new ArrayBufferWriter<byte>();
        failure.WriteTo(output);

        Assert.Equal(failure, Host(FrameKind.Failure, Text(output)).Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(86_400_000)]
    public void Call_comes_out_as_it_went_in_and_its_params_byte_for_byte(int? milliseconds)
    {
        const string Params = "{ \"name\":\"é\",\n \"arguments\":{\"n\":1.10,\"big\":123456789012345678901234567890} }";
        var timeout = milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : (TimeSpan?)null;
        var output = new ArrayBufferWriter<byte>();
        new CallMessage(Call, "tools/call", Encoding.UTF8.GetBytes(Params), timeout).WriteTo(output);

        var call = Assert.IsType<CallMessage>(Client(FrameKind.Call, Text(output)).Message);

        Assert.Equal((Call, "tools/call", timeout, "é"), (call.Call, call.Method, call.Timeout, call.ToolName));
        Assert.Equal(Params, Encoding.UTF8.GetString(call.Params.Span));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Call_says_whether_it_may_be_repeated(bool isSafe)
    {
        var output = new ArrayBufferWriter<byte>();
        new CallMessage(Call, "tools/call", "{}"u8.ToArray(), null, isSafe).WriteTo(output);

        Assert.Equal(isSafe, Assert.IsType<CallMessage>(Client(FrameKind.Call, Text(output)).Message).IsSafeToRepeat);
        Assert.Equal(isSafe, Text(output).Contains("repeatable", StringComparison.Ordinal));
    }

    [Fact]
    public void Fields_of_a_later_version_are_skipped()
    {
        var call = Assert.IsType<CallMessage>(Client(FrameKind.Call, """{"trace":{"params":{}},"params":{"a":1},"new":[{}],"method":"m"}""").Message);

        Assert.Equal(("m", """{"a":1}"""), (call.Method, Encoding.UTF8.GetString(call.Params.Span)));
        Assert.Equal(new HelloMessage(2, "f"), Client(FrameKind.Hello, """{"protocol":2,"fingerprint":"f","more":[]}""").Message);
    }

    [Theory]
    [InlineData("", "A Hello is not valid JSON: it is empty (line 1, column 1).")]
    [InlineData("{", "A Hello is not valid JSON: it ends too early (line 1, column 2).")]
    [InlineData("[]", "A Hello is not a JSON object.")]
    [InlineData("null", "A Hello is not a JSON object.")]
    [InlineData("{}", Incomplete)]
    [InlineData("""{"protocol":1}""", Incomplete)]
    [InlineData("""{"protocol":"1","fingerprint":"f"}""", Incomplete)]
    [InlineData("""{"protocol":1.5,"fingerprint":"f"}""", Incomplete)]
    [InlineData("""{"protocol":99999999999,"fingerprint":"f"}""", Incomplete)]
    [InlineData("""{"protocol":1,"fingerprint":null}""", Incomplete)]
    [InlineData("""{"protocol":1,"fingerprint":"f"}{}""", "A Hello is not valid JSON: '{' is not expected here (line 1, column 33).")]
    public void What_is_not_a_hello_is_refused_with_the_reason(string text, string reason) =>
        Assert.Equal(reason, Client(FrameKind.Hello, text).Refusal);

    [Theory]
    [InlineData("")]
    [InlineData("\"text\"")]
    [InlineData("""{"exitCode":4}""")]
    [InlineData("""{"exitCode":"4","message":"m"}""")]
    [InlineData("""{"exitCode":4,"message":5}""")]
    public void What_is_not_a_failure_is_refused(string text) => AssertRefused(Host(FrameKind.Failure, text));

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"method":"m"}""")]
    [InlineData("""{"params":{}}""")]
    [InlineData("""{"method":1,"params":{}}""")]
    [InlineData("""{"method":"m","params":{}""")]
    [InlineData("""{"method":"m","params":[]}""")]
    [InlineData("""{"method":"m","params":null}""")]
    [InlineData("""{"method":"m","params":{}}x""")]
    [InlineData("""{"method":"m","params":{},"timeoutMs":"1"}""")]
    [InlineData("""{"method":"m","params":{},"timeoutMs":-1}""")]
    [InlineData("""{"method":"m","params":{},"timeoutMs":9223372036854775807}""")]
    [InlineData("""{"method":"\ud83d","params":{}}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"\ud83d"}}""")]
    public void What_is_not_a_call_is_refused(string text) => AssertRefused(Client(FrameKind.Call, text));

    [Theory]
    [InlineData("""{"verb":"\ud800"}""", "\ufffd")]
    [InlineData("""{"\udc00":1,"verb":"status"}""", "status")]
    [InlineData("""{"verb":"stop","verb":"status"}""", "status")]
    public void Half_of_a_surrogate_pair_in_a_query_is_U_FFFD(string text, string verb) =>
        Assert.Equal(new QueryMessage(Call, verb), Client(FrameKind.Query, text).Message);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"verb":7}""")]
    [InlineData("""{"verb":"x""")]
    public void What_is_not_a_query_is_refused(string text) => AssertRefused(Client(FrameKind.Query, text));

    [Fact]
    public void Call_that_is_not_valid_UTF_8_is_refused_because_its_params_go_to_the_server_as_they_are() =>
        Assert.Equal("A Call is not valid UTF-8.", ClientMessage.Parse(new Frame(FrameKind.Call, Call, (byte[])[.. """{"method":"m","params":{"a":" """u8, 0xff, .. "\"}}"u8])).Refusal);

    [Fact]
    public void Each_side_refuses_what_only_the_other_one_says()
    {
        foreach (var kind in Enum.GetValues<FrameKind>())
        {
            var isClients = kind is FrameKind.Hello or FrameKind.Call or FrameKind.Cancel or FrameKind.Query or FrameKind.Reply;

            Assert.Equal(isClients, Host(kind, "{}").Refusal == $"A host cannot send {kind}.");
            Assert.Equal(!isClients, Client(kind, "{}").Refusal == $"A client cannot send {kind}.");
        }
    }

    private const uint Call = 3;

    private const string Incomplete = "A Hello must have a number 'protocol' and a string 'fingerprint'.";

    private static Parsed<ClientMessage> Client(FrameKind kind, string payload) => ClientMessage.Parse(new Frame(kind, Call, Encoding.UTF8.GetBytes(payload)));

    private static Parsed<HostMessage> Host(FrameKind kind, string payload) => HostMessage.Parse(new Frame(kind, Call, Encoding.UTF8.GetBytes(payload)));

    private static void AssertRefused<T>(Parsed<T> parsed)
        where T : class
    {
        Assert.Null(parsed.Message);
        Assert.NotEmpty(parsed.Refusal);
    }

    private static string Text(ArrayBufferWriter<byte> output) => Encoding.UTF8.GetString(output.WrittenSpan);
}
