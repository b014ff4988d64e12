using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace EndToEnd.Tests;

/// <summary>Through the executor a real server's answer is the server's own answer.</summary>
public sealed class RealServerTests(SkillLibrary skills)
{
    [Theory]
    [InlineData("echo", """{"message":"hi"}""", "echo --message hi")]
    [InlineData("get-sum", """{"a":2,"b":40.5}""", "get-sum --a 2 --b 40.5")]
    [InlineData("get-tiny-image", "{}", "get-tiny-image")]
    [InlineData("get-structured-content", """{"location":"Chicago"}""", "get-structured-content --location Chicago")]
    [InlineData("get-resource-links", """{"count":3}""", "get-resource-links --count 3")]
    public async Task Everything_answers_as_it_answers_a_client_of_its_own(string tool, string arguments, string commandLine)
    {
        await using var skill = await skills.OpenEverythingAsync();
        await AssertSameAnswerAsync(skill, tool, arguments, commandLine.Split(' '));
    }

    [Fact]
    public async Task Memory_keeps_a_graph_that_later_calls_read()
    {
        await using var skill = await skills.OpenMemoryAsync();
        const string Entities = """[{"name":"Ada","entityType":"person","observations":["wrote the first program"]}]""";

        (await skill.RunAsync("create-entities", "--entities", Entities)).Expect(0);
        (await skill.RunAsync("add-observations", "--observations", """[{"entityName":"Ada","contents":["knew Babbage"]}]""")).Expect(0);

        await AssertSameAnswerAsync(skill, "read_graph", "{}", "read-graph");
        await AssertSameAnswerAsync(skill, "search_nodes", """{"query":"Ada"}""", "search-nodes", "--query", "Ada");
        await AssertSameAnswerAsync(skill, "open_nodes", """{"names":["Ada"]}""", "open-nodes", "--names", "Ada");
    }

    [Fact]
    public async Task Filesystem_reads_and_writes_the_folder_it_was_given()
    {
        var folder = Directory.CreateTempSubdirectory("files-").FullName;
        try
        {
            await using var skill = await skills.OpenFilesystemAsync(folder);
            var file = Path.Combine(folder, "note.txt");

            (await skill.RunAsync("write-file", "--path", file, "--content", "0123\n--not-a-flag\n")).Expect(0);

            Assert.Equal("0123\n--not-a-flag\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            var path = JsonValue.Create(file).ToJsonString();
            await AssertSameAnswerAsync(skill, "read_text_file", $$"""{"path":{{path}}}""", "read-text-file", "--path", file);
            await AssertSameAnswerAsync(skill, "read_multiple_files", $$"""{"paths":[{{path}},{{path}}]}""", "read-multiple-files", "--paths", file, "--paths", file);
            await AssertSameAnswerAsync(skill, "list_allowed_directories", "{}", "list-allowed-directories");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_image_becomes_a_file_whose_path_is_printed()
    {
        await using var skill = await skills.OpenEverythingAsync();

        var printed = (await skill.RunAsync("get-tiny-image")).Expect(0).Output;

        var path = Assert.Single(printed.Split('\n'), static line => line.EndsWith(".png", StringComparison.Ordinal));
        byte[] signature = [0x89, (byte)'P', (byte)'N', (byte)'G'];
        Assert.Equal(signature, (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))[..4]);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static async Task AssertSameAnswerAsync(SkillSandbox skill, string tool, string arguments, params string[] commandLine)
    {
        var expected = await AskDirectlyAsync(skill, tool, arguments);

        var typed = (await skill.RunAsync([.. commandLine, "--json"])).Expect(0);
        var raw = (await skill.RunAsync("call", tool, arguments, "--json")).Expect(0);

        AssertSameJson(expected, typed.Output);
        AssertSameJson(expected, raw.Output);
    }

    // A process of its own, through the official SDK: what the server really says.
    private static async Task<JsonNode> AskDirectlyAsync(SkillSandbox skill, string tool, string arguments)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var config = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(skill.Folder, "mcp-config.json"), cancellationToken))!;
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = (string)config["command"]!,
            Arguments = [.. config["args"]!.AsArray().Select(static argument => (string)argument!)],
            EnvironmentVariables = config["env"]!.AsObject().ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value),
        });
        await using var client = await McpClient.CreateAsync(transport, cancellationToken: cancellationToken);
        var response = await client.SendRequestAsync(
            new JsonRpcRequest
            {
                Method = "tools/call",
                Params = new JsonObject { ["name"] = tool, ["arguments"] = JsonNode.Parse(arguments) },
            },
            cancellationToken);
        return response.Result!;
    }

    private static void AssertSameJson(JsonNode expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(actual)), $"Expected: {expected.ToJsonString()}\nActual: {actual}");
}
