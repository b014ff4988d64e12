using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Servers;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Wire;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Tests;

/// <summary>Lines of a server that are almost right: whatever they are, nothing that reads them throws.</summary>
public sealed class ServerLineFuzzTests
{
    private const int PerSeed = 20_000;

    private const long OwnId = 1;
    private const long SdkCallId = 2;
    private const string PastSdkId = "1000000001";

    public static TheoryData<string> Seeds =>
    [
        // The SDK's own requests: initialize, server/discover, and an error for them.
        """{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{"listChanged":true},"resources":{}},"serverInfo":{"name":"s","version":"1","icons":[{"src":"a","sizes":["48x48"]}]},"instructions":"Do \u00e9."}}""",
        """{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"s","version":"1"}}}}""",
        """{"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"no","data":{"supported":["2025-11-25"],"requested":"2026-07-28"}}}""",

        // Answers to calls, past the SDK and through it.
        """{"jsonrpc":"2.0","id":1000000001,"result":{"content":[{"type":"text","text":"hi"}],"isError":true}}""",
        """{"jsonrpc":"2.0","id":1000000001,"error":{"code":-32602,"message":"no","data":{"tool":"x"}}}""",
        """{"jsonrpc":"2.0","id":2,"result":{"resultType":"input_required","inputRequests":{"q":{"method":"elicitation/create","params":{"message":"Who?"}}},"requestState":"s"}}""",
        """{"result":{"tools":[{"name":"a","inputSchema":{"type":"object","properties":{"x":{"type":"string","x-mcp-header":"X"}}}}],"nextCursor":"2"},"jsonrpc":"2.0","id":1000000001}""",
        """{"jsonrpc":"2.0","id":1000000001,"result":{"resources":[{"uri":"a:b","name":"n","size":1}],"prompts":[{"name":"p","arguments":[{"name":"x","required":true}]}]}}""",

        // What servers say unasked, and ask.
        """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1,"total":2,"message":"m"}}""",
        """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","logger":"l","data":{"a":[1]}}}""",
        """{"jsonrpc":"2.0","id":"e1","method":"elicitation/create","params":{"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","default":"x"}},"required":["name"]}}}""",
        """{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"hi"}}],"maxTokens":1}}""",
        """{"jsonrpc":"2.0","id":8,"method":"roots/list","params":{"_meta":{"progressToken":"t"}}}""",
        """{"jsonrpc":"2.0","id":9,"method":"ping"}""",
    ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_line_is_handed_on_answered_or_counted(string seed)
    {
        var mutator = new JsonMutator(seed.Length);
        for (var i = 0; i < PerSeed; i++)
        {
            var line = mutator.Mutate(seed);
            try
            {
                await SortAsync(new ReadOnlySequence<byte>(line));
            }
            catch (Exception e)
            {
                Assert.Fail($"{Encoding.UTF8.GetString(line)}: {e}");
            }
        }
    }

    private static async Task SortAsync(ReadOnlySequence<byte> line)
    {
        var tap = new CallTap();
        var listener = new Recorder();
        var pastSdk = new ForwardedCall("tools/call", listener) { IsPastSdk = true };
        var throughSdk = new ForwardedCall("tools/call", listener);
        tap.OnSending(new JsonRpcRequest { Id = new RequestId(OwnId), Method = "initialize" });
        var context = new JsonRpcMessageContext { Items = new Dictionary<string, object?> { [ForwardedCall.ContextKey] = throughSdk } };
        tap.OnSending(new JsonRpcRequest { Id = new RequestId(SdkCallId), Method = "tools/call", Context = context });
        Assert.Equal(PastSdkId, $"{tap.Register(pastSdk)}");
        using var following = tap.Follow(pastSdk);

        var oddities = new ServerOddities();
        var envelope = new EnvelopeScanner();
        envelope.Scan(line.FirstSpan);
        var forSdk = new MessageSorter(tap, oddities).Sort(line, envelope);

        // The SDK reads what it gets with its own types, and the host reads what the server said of itself.
        Assert.True(forSdk is null || JsonSerializer.Serialize(forSdk, SdkJson.TypeOf<JsonRpcMessage>()).Length > 0);
        Assert.True(forSdk is not JsonRpcResponse { Id: { } id } || id != new RequestId(OwnId) || tap.Handshake.ValueKind is not JsonValueKind.Undefined);
        _ = tap.Handshake.Member("serverInfo"u8).Text("name"u8);

        if (forSdk is JsonRpcRequest { Method: RequestMethods.ElicitationCreate, Params: { } question })
        {
            await AnswerAsync(tap, question);
        }

        foreach (var call in new[] { pastSdk, throughSdk })
        {
            if (call.Answered is { IsCompletedSuccessfully: true } answered && await answered is not (LineAnswer.None or LineAnswer.InputRequired))
            {
                Use(Answers.Of(await answered));
            }
        }
    }

    private static async Task AnswerAsync(CallTap tap, JsonNode question)
    {
        ElicitRequestParams? asked;
        try
        {
            asked = question.Deserialize(SdkJson.TypeOf<ElicitRequestParams>());
        }
        catch (JsonException)
        {
            // The SDK answers with an error.
            return;
        }

        var answer = await new Elicitor(tap).AnswerAsync(asked, TestContext.Current.CancellationToken);
        Assert.Contains(answer.Action, (string[])["accept", "decline"]);
    }

    private static void Use(ServerAnswer answer)
    {
        switch (answer)
        {
            case ServerAnswer.Result { Json: var json }:
                Assert.True(ForeignJson.TryParse(json.ToArray(), out _, out _, ForeignJson.MaxResultDepth));
                var reader = new Utf8JsonReader(json, ToolErrorMark.ReaderOptions);
                _ = ToolErrorMark.IsIn(ref reader);
                ReadAsList(json);
                break;
            case ServerAnswer.Error { Detail: var error }:
                Assert.StartsWith("error", error.Words.Replace("an error", "error", StringComparison.Ordinal), StringComparison.Ordinal);
                var payload = new ArrayBufferWriter<byte>();
                new FailureMessage(1, ExitCode.ToolFailed, error.Words, error.Json.GetRawText()).WriteTo(payload);
                Assert.NotNull(FailureMessage.Parse(1, payload.WrittenMemory).Message);
                break;
            case ServerAnswer.Unusable unusable:
                Assert.NotEmpty(unusable.Excerpt);
                break;
            default:
                Assert.Fail($"{answer}");
                break;
        }
    }

    private static void ReadAsList(ReadOnlySequence<byte> result)
    {
        if (CatalogReader.AddPage(new PagedList("tools"), result, "tools/list", "tools") is { } refusal)
        {
            Assert.StartsWith("The server's answer to tools/list ", refusal, StringComparison.Ordinal);
        }
    }

    private sealed class Recorder : ICallListener
    {
        public bool CanAnswer => false;

        public bool TakesDefaults => false;

        public void OnProgress(ReadOnlySpan<byte> notification) => Read(notification);

        public void OnLog(ReadOnlySpan<byte> notification) => Read(notification);

        public Task<ReadOnlyMemory<byte>?> AskAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken) =>
            Task.FromResult<ReadOnlyMemory<byte>?>(null);

        private static void Read(ReadOnlySpan<byte> notification) => Assert.True(ForeignJson.TryParse(notification.ToArray(), out _, out _));
    }
}
