using System.Buffers;
using System.Text;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Wire;

public sealed class MessageTests
{
    [Fact]
    public void A_hello_comes_out_as_it_went_in()
    {
        var output = new ArrayBufferWriter<byte>();
        new HelloMessage(1, "0123abcd").WriteTo(output);

        Assert.Equal("""{"protocol":1,"fingerprint":"0123abcd"}""", Text(output));
        Assert.Equal(new HelloMessage(1, "0123abcd"), HelloMessage.Parse(output.WrittenMemory));
    }

    [Fact]
    public void Hello_of_a_client_with_slots_that_sends_ahead_says_both()
    {
        var output = new ArrayBufferWriter<byte>();
        new HelloMessage(1, "0123abcd").WriteTo(output);

        Assert.Equal("""{"protocol":1,"fingerprint":"0123abcd"}""", Text(output));
        Assert.Equal(new HelloMessage(1, "0123abcd"), HelloMessage.Parse(output.WrittenMemory));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"code":-32602,"message":"no","data":{"x":[1]}}""")]
    public void A_failure_comes_out_as_it_went_in(string? error)
    {
        var failure = new FailureMessage(ExitCode.TimedOut, "Too \"slow\".\nTry é.", error);
        var output = new ArrayBufferWriter<byte>();
        failure.WriteTo(output);

        Assert.Equal(failure, FailureMessage.Parse(output.WrittenMemory));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(86_400_000)]
    public void A_call_comes_out_as_it_went_in_and_its_params_byte_for_byte(int? milliseconds)
    {
        const string Params = "{ \"name\":\"é\",\n \"arguments\":{\"n\":1.10,\"big\":123456789012345678901234567890} }";
        var timeout = milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : (TimeSpan?)null;
        var output = new ArrayBufferWriter<byte>();
        new CallMessage("tools/call", Encoding.UTF8.GetBytes(Params), timeout).WriteTo(output);

        var call = CallMessage.Parse(output.WrittenMemory);

        Assert.Equal("tools/call", call.Method);
        Assert.Equal(timeout, call.Timeout);
        Assert.Equal(Params, Encoding.UTF8.GetString(call.Params.Span));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_call_says_whether_it_may_be_repeated(bool isSafe)
    {
        var output = new ArrayBufferWriter<byte>();
        new CallMessage("tools/call", "{}"u8.ToArray(), null, isSafe).WriteTo(output);

        Assert.Equal(isSafe, CallMessage.Parse(output.WrittenMemory).IsSafeToRepeat);
        Assert.Equal(isSafe, Encoding.UTF8.GetString(output.WrittenSpan).Contains("repeatable", StringComparison.Ordinal));
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over()
    {
        var call = CallMessage.Parse("""{"trace":{"params":{}},"params":{"a":1},"new":[{}],"method":"m"}"""u8.ToArray());

        Assert.Equal(("m", """{"a":1}"""), (call.Method, Encoding.UTF8.GetString(call.Params.Span)));
        Assert.Equal(2, HelloMessage.Parse("""{"protocol":2,"fingerprint":"f","more":[]}"""u8.ToArray()).Protocol);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"protocol":1}""")]
    [InlineData("""{"protocol":"1","fingerprint":"f"}""")]
    [InlineData("""{"protocol":1.5,"fingerprint":"f"}""")]
    [InlineData("""{"protocol":99999999999,"fingerprint":"f"}""")]
    [InlineData("""{"protocol":1,"fingerprint":null}""")]
    [InlineData("""{"protocol":1,"fingerprint":"f"}{}""")]
    public void What_is_no_hello_is_refused(string text) =>
        Assert.Throws<WireException>(() => HelloMessage.Parse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("\"text\"")]
    [InlineData("""{"exitCode":4}""")]
    [InlineData("""{"exitCode":"4","message":"m"}""")]
    [InlineData("""{"exitCode":4,"message":5}""")]
    public void What_is_no_failure_is_refused(string text) =>
        Assert.Throws<WireException>(() => FailureMessage.Parse(Encoding.UTF8.GetBytes(text)));

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
    public void What_is_no_call_is_refused(string text) =>
        Assert.Throws<WireException>(() => CallMessage.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void No_bytes_crash_the_messages()
    {
        var random = new Random(20250103);
        byte[][] seeds =
        [
            """{"protocol":1,"fingerprint":"0123\u00e9"}"""u8.ToArray(),
            """{"exitCode":4,"message":"m","error":{"code":1}}"""u8.ToArray(),
            """{"method":"tools/call","timeoutMs":1000,"params":{"name":"x","arguments":{"a":[1,2]}}}"""u8.ToArray(),
        ];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])seeds[i % seeds.Length].Clone();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            OnlyRefuses(() => HelloMessage.Parse(bytes));
            OnlyRefuses(() => FailureMessage.Parse(bytes));
            OnlyRefuses(() => CallMessage.Parse(bytes));
        }

        static void OnlyRefuses<T>(Func<T> parse)
        {
            try
            {
                _ = parse();
            }
            catch (WireException)
            {
            }
        }
    }

    private static string Text(ArrayBufferWriter<byte> output) => Encoding.UTF8.GetString(output.WrittenSpan);
}
