using System.Diagnostics;
using System.Globalization;
using System.Text;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>Servers that write what no client can use: the call that it concerns fails clearly, and nobody else notices.</summary>
public sealed class BrokenServerTests : IDisposable
{
    private const string Good = """{"jsonrpc":"2.0","id":%ID%,"result":{"content":[{"type":"text","text":"good"}]}}""";

    private readonly TempSkill _skill = new();
    private readonly TestHost _host;

    public BrokenServerTests() => _host = TestHost.StartReady(_skill);

    public void Dispose()
    {
        _host.Dispose();
        _skill.Dispose();
    }

    [Theory]
    [InlineData("not an MCP message\n" + Good + "\n")]
    [InlineData("{ broken\n" + Good + "\n")]
    [InlineData("[1,2]\n\"text\"\n{}\n{\"jsonrpc\":\"2.0\"}\n" + Good + "\n")]
    [InlineData("\n \n\r\n" + Good + "\r\n")]
    [InlineData("\uFEFF" + Good + "\n")]
    [InlineData("""{"jsonrpc":"2.0","id":4711,"result":{}}""" + "\n" + Good + "\n")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":4711,"progressToken":4711,"\ud83d":1}}""" + "\n" + Good + "\n")]
    [InlineData(Good + "\n" + Good + "\n")]
    [InlineData("""{"result":{"content":[{"type":"text","text":"good"}]},"error":null,"id":%ID%,"jsonrpc":"2.0"}""" + "\n")]
    [InlineData("""{"\ud83d":1,"jsonrpc":"2.0","id":%ID%,"result":{"content":[{"type":"text","text":"good"}]}}""" + "\n")]
    [InlineData(""" { "result" : {"content":[{"type":"text","text":"good","id":9,"resultType":"input_required"}]} , "id" : %ID% } """ + "\n")]
    [InlineData("Starting... " + Good + "\n")]
    [InlineData("[info] {\"level\":\"info\"} " + Good + "\n")]
    [InlineData("{ broken " + Good + " and more\n")]
    [InlineData("\0" + Good + "\n")]
    [InlineData(Good + " and more\n")]
    [InlineData(Good + Good + "\n")]
    [InlineData("[" + Good + "]\n")]
    [InlineData("""[{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":4711}},""" + Good + "]\n")]
    [InlineData(Good)]
    [InlineData(Good + "\r")]
    [InlineData("Content-Length: 78\r\n\r\n" + Good)]
    [InlineData("sent {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} " + Good + "\n")]
    [InlineData("""{"jsonrpc":"2.0","id":"%ID%","result":{"content":[{"type":"text","text":"good"}]}}""" + "\n")]
    [InlineData("""{"jsonrpc":"2.0","id":%ID%.0,"result":{"content":[{"type":"text","text":"good"}]}}""" + "\n")]
    [InlineData("""{"jsonrpc":"2.0","id":"%ID%.00","result":{"content":[{"type":"text","text":"good"}]}}""" + "\n")]
    [InlineData("""{"jsonrpc":"2.0","id":%ID%e0,"result":{"content":[{"type":"text","text":"good"}]}}""" + "\n")]
    [InlineData("""{"jsonrpc":"2.0","\u0069d":%ID%,"result":{"content":[{"type":"text","text":"good"}]}}""" + "\n")]
    public void Whatever_stands_around_an_answer_the_answer_counts(string written)
    {
        using var client = _host.ConnectAndGreet();
        Assert.Equal("good", client.CallForText("write", Base64(Encoding.UTF8.GetBytes(written))));
        AssertEverybodyElseLives(client);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":%ID%}""", "has neither a result nor an error")]
    [InlineData("""{"jsonrpc":"2.0","id":%ID%,"result":{"content":""", "is not JSON")]
    [InlineData("""{"jsonrpc":"2.0","id":%ID%,"result":{"content":[}]}""", "is not JSON")]
    [InlineData("""{"jsonrpc":"2.0","id":%ID%,"error":null}""", "has neither a result nor an error")]
    [InlineData("""{"jsonrpc":"2.0","id":%ID%,"result":{"n":NaN}}""", "is not JSON")]
    public void Answer_that_is_none_fails_its_call_at_once_and_says_why(string written, string why)
    {
        using var client = _host.ConnectAndGreet();

        client.Call(1, "write", Base64(Encoding.ASCII.GetBytes(written + "\n")));
        client.Expect(FrameKind.Accepted, 1);
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.OutcomeUnknown, failure.ExitCode);
        Assert.Contains($"The server's answer {why}: the tool may or may not have run", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\nIt begins: {\"jsonrpc\":\"2.0\",\"id\":", failure.Message, StringComparison.Ordinal);
        AssertEverybodyElseLives(client);
    }

    [Theory]
    [InlineData("\"a text\"", ExitCode.ToolFailed, "an error: a text")]
    [InlineData("""{"code":"E_FAIL","message":"a text code"}""", ExitCode.ToolFailed, "error E_FAIL: a text code")]
    [InlineData("""{"code":-32602.0,"message":"a float"}""", ExitCode.WrongArguments, "error -32602: a float")]
    [InlineData("""{"code":-32000.5,"message":"half"}""", ExitCode.ToolFailed, "error -32000.5: half")]
    [InlineData("""{"code":"-32602","message":"a text"}""", ExitCode.WrongArguments, "error -32602: a text")]
    [InlineData("""{"code":99999999999,"message":"a large code"}""", ExitCode.ToolFailed, "error 99999999999: a large code")]
    [InlineData("""{"code":-1}""", ExitCode.ToolFailed, """error -1: {"code":-1}""")]
    [InlineData("""{"code":-1,"message":{"text":"an object"}}""", ExitCode.ToolFailed, """error -1: {"text":"an object"}""")]
    [InlineData("""{"code":-1,"message":"cut \ud83d","data":{"\ud83d":1,"\ud83d":2}}""", ExitCode.ToolFailed, "error -1: cut \uFFFD")]
    [InlineData("[1]", ExitCode.ToolFailed, "an error: [1]")]
    public void Error_of_any_shape_is_told_in_the_servers_words(string error, ExitCode exitCode, string words)
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "write", Base64(Encoding.UTF8.GetBytes($$"""{"id":%ID%,"result":null,"error":{{error}}}""" + "\n")));
        client.Expect(FrameKind.Accepted, 1);
        var failure = client.ExpectFailure(1);
        Assert.Equal((exitCode, $"The server answered with {words}"), (failure.ExitCode, failure.Message));
        AssertEverybodyElseLives(client);
    }

    [Theory]
    [InlineData("\"id\":null,")]
    [InlineData("")]
    [InlineData("\"id\":{},")]
    public void Error_without_an_id_answers_the_only_call_there_is(string id)
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "write", Base64(Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0",{{{id}}}"error":{"code":-32600,"message":"not understood"}}""" + "\n")));
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal("The server answered with error -32600: not understood", client.ExpectFailure(1).Message);
        AssertEverybodyElseLives(client);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"a text\"")]
    [InlineData("[1,2]")]
    [InlineData("""{"content":[],"\ud83d":1,"a":1,"a":2}""")]
    public void Result_of_any_shape_is_passed_on_as_the_server_spelled_it(string result)
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "write", Base64(Encoding.ASCII.GetBytes($$"""{"id":%ID%,"result":{{result}}}""" + "\n")));
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal(result, TestClient.Text(client.Expect(FrameKind.Result, 1)));
        AssertEverybodyElseLives(client);
    }

    [Fact]
    public void Bytes_of_a_result_that_are_not_UTF8_do_not_lose_the_rest()
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "write", Base64(Encoding.Latin1.GetBytes("""{"id":%ID%,"result":{"text":"5 µm"}}""" + "\n")));
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal("""{"text":"5 \uFFFDm"}""", TestClient.Text(client.Expect(FrameKind.Result, 1)).Replace('\uFFFD'.ToString(), "\\uFFFD", StringComparison.Ordinal));
        AssertEverybodyElseLives(client);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(1_000_000, false)]
    public void Result_may_be_nested_as_deep_as_its_readers_go_and_no_deeper(int levels, bool isGood)
    {
        using var client = _host.ConnectAndGreet();
        var nested = new string('[', levels - 1) + new string(']', levels - 1);
        client.Call(1, "write", Base64(Encoding.ASCII.GetBytes($$$"""{"jsonrpc":"2.0","id":%ID%,"result":{"x":{{{nested}}}}}""" + "\n")));
        client.Expect(FrameKind.Accepted, 1);
        if (isGood)
        {
            client.Expect(FrameKind.Result, 1);
        }
        else
        {
            Assert.Contains("is nested deeper than 1000 levels", client.ExpectFailure(1).Message, StringComparison.Ordinal);
        }

        AssertEverybodyElseLives(client);
    }

    [Fact]
    public void Call_that_times_out_tells_in_numbers_what_odd_things_the_server_wrote_meanwhile()
    {
        using var client = _host.ConnectAndGreet();

        // The limit below would cover the server's start, too.
        client.CallForText("pid", id: 2);
        var written = "my-secret-garbage\nmore\n{\"jsonrpc\":\"2.0\",\"id\":\"x-%ID%\",\"result\":{}}\nunended";
        client.Call(1, "write", Base64(Encoding.ASCII.GetBytes(written)), TimeSpan.FromSeconds(2));
        client.Expect(FrameKind.Accepted, 1);
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.TimedOut, failure.ExitCode);
        Assert.EndsWith(
            "Meanwhile the server wrote 2 lines that are not MCP messages and 1 answer that no call was waiting for and 7 bytes of a line that has not ended.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("my-secret", _skill.HostLog, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_an_answer_and_then_the_end_is_of_unknown_outcome_at_once()
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "write", Base64("{\"jsonrpc\":\"2.0\",\"id\":%ID%,\"result\":{\"content\""u8));
        client.Expect(FrameKind.Accepted, 1);
        Eventually.True(() => _skill.Journalled("call").Count == 1, "the call has reached the server");
        client.Call(2, "crash");
        client.Expect(FrameKind.Accepted, 2);
        var ended = new[] { client.Read()!.Value.Kind, client.Read()!.Value.Kind };
        Assert.Equal([FrameKind.Failure, FrameKind.Failure], ended);
        Assert.Equal("again", client.CallForText("echo", """{"message":"again"}""", id: 3));
    }

    [Theory]
    [InlineData("first")]
    [InlineData("last")]
    public void Line_of_a_gigabyte_fails_its_call_and_costs_no_more_memory_than_the_limit(string place)
    {
        using var client = _host.ConnectAndGreet();
        client.Call(1, "flood", $$"""{"bytes":1000000000,"id":"{{place}}"}""");
        client.Expect(FrameKind.Accepted, 1);
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.ToolFailed, failure.ExitCode);
        Assert.Contains("longer than the 256 MB that can be passed on. Ask for less", failure.Message, StringComparison.Ordinal);
        AssertEverybodyElseLives(client);
        Assert.InRange(Memory("VmHWM"), 0, 256 * Megabyte + Slack);
    }

    [Fact]
    public void Line_without_end_costs_no_more_memory_than_the_limit_and_the_call_times_out_with_its_length()
    {
        using var client = _host.ConnectAndGreet();

        // The call must not time out before the line is there, and how long that takes is the machine's to say.
        var watch = Stopwatch.StartNew();
        client.Call(1, "flood", """{"bytes":400000000,"id":"first"}""");
        client.Expect(FrameKind.Accepted, 1);
        client.ExpectFailure(1);
        client.Call(1, "flood", """{"bytes":400000000,"id":"nowhere"}""", TimeSpan.FromSeconds(2) + (4 * watch.Elapsed));
        client.Expect(FrameKind.Accepted, 1);
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.TimedOut, failure.ExitCode);
        Assert.Contains("400000011 bytes of a line that has not ended", failure.Message, StringComparison.Ordinal);
        Assert.InRange(Memory("VmHWM"), 0, 256 * Megabyte + Slack);
    }

    [Fact]
    public void Hundred_megabytes_cost_the_host_their_own_size_once_and_are_given_back()
    {
        using var client = _host.ConnectAndGreet();
        client.CallForText("pid");
        Assert.Equal(100_000_000, client.CallForText("big", """{"bytes":100000000}""").Length);
        Assert.InRange(Memory("VmHWM"), 100 * Megabyte, 100 * Megabyte + Slack);
        Eventually.True(() => Memory("VmRSS") < Slack, "the memory has gone back to the system");
    }

    private const long Megabyte = 1024 * 1024;

    // What a host of its own takes, with the runtime that tests run it on.
    private const long Slack = 128 * Megabyte;

    private long Memory(string what) =>
        long.Parse(
            File.ReadLines($"/proc/{_host.Id}/status").Single(line => line.StartsWith(what, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture) * 1024;

    private static void AssertEverybodyElseLives(TestClient client)
    {
        Assert.Equal("fine", client.CallForText("echo", """{"message":"fine"}""", id: 77));
        Assert.Equal(1, (int)client.Ask("status")["serverLaunches"]!);
    }

    private static string Base64(ReadOnlySpan<byte> bytes) => $$"""{"base64":"{{Convert.ToBase64String(bytes)}}"}""";
}
