using System.Text;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>What servers send that MCP does not allow, or that other programs cannot read: the caller gets what arrived.</summary>
public sealed class OddServerTests(SkillLibrary skills) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("odd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"hi"}],"\ud83d\ud83d":1}""", "hi\n")]
    [InlineData("""{"content":"a text","content":"another"}""", "another\n")]
    [InlineData("""{"toolResult":{"n":1}}""", "{\"n\":1}\n")]
    [InlineData("{}", "{}\n")]
    [InlineData("\"a text\"", "a text\n")]
    [InlineData("null", "null\n")]
    public async Task Result_of_any_shape_is_printed(string result, string expected)
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await WriteAsync(skill, $$$"""{"jsonrpc":"2.0","id":%ID%,"result":{{{result}}}}""")).Expect(0);

        Assert.Equal(expected, ran.Output);
        Assert.Equal(result + "\n", (await WriteAsync(skill, $$$"""{"jsonrpc":"2.0","id":%ID%,"result":{{{result}}}}""", "--json")).Expect(0).Output);
    }

    [Fact]
    public async Task Batch_passes_a_result_on_as_the_server_spelled_it()
    {
        const string Result = """{"\ud83d\ud83d":1,"isError":"true","content":[{"text":"cut \ud83d"}]}""";
        await using var skill = await skills.OpenFaultAsync();
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":%ID%,"result":{{{Result}}}}""" + "\n"));

        var calls = Path.Combine(_folder, "calls.ndjson");
        await File.WriteAllTextAsync(calls, $$$"""{"tool":"write","arguments":{"base64":"{{{base64}}}"}}""", TestContext.Current.CancellationToken);

        var ran = (await skill.RunAsync("batch", calls)).Expect(1);

        Assert.Equal($$$"""{"id":1,"exitCode":1,"error":"cut \uFFFD","result":{{{Result}}}}""" + "\n", ran.Output.Replace("\uFFFD", "\\uFFFD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Error_that_is_a_text_is_told()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await WriteAsync(skill, """{"jsonrpc":"2.0","id":%ID%,"error":"out of cheese"}""")).Expect(1);

        Assert.Contains("The server answered with an error: out of cheese", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_cuts_its_texts_is_scaffolded()
    {
        var config = Path.Combine(_folder, "config.json");
        var server = new JsonObject { ["name"] = "cut", ["command"] = Built.FaultServer, ["args"] = new JsonArray("cut-texts") };
        await File.WriteAllTextAsync(config, server.ToJsonString(), TestContext.Current.CancellationToken);

        (await Ran.ProgramAsync(Built.Mcpgen, ["scaffold", config, "--no-build", "-o", _folder], _folder)).Expect(0);

        var page = await File.ReadAllTextAsync(Path.Combine(_folder, "cut", "references", "echo.md"), TestContext.Current.CancellationToken);
        Assert.Contains("cut", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_whose_description_a_server_cut_is_described()
    {
        await using var skill = await skills.OpenFaultAsync();

        var described = JsonNode.Parse((await skill.RunAsync("describe", "half-emoji")).Expect(0).Output)!;

        Assert.Equal("A text that ends in the middle of an emoji: \uFFFD", (string?)described["description"]);
    }

    private static async Task<Ran> WriteAsync(SkillSandbox skill, string line, params string[] flags) =>
        await skill.RunAsync(["write", "--base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(line + "\n")), .. flags]);
}
