using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary><c>--query</c>: what an agent picks from a result.</summary>
public sealed class QueryTests(SkillLibrary skills)
{
    private const string Message = """{"items":[{"name":"a","n":1.50},{"name":"b","n":2}]}""";

    [Theory]
    [InlineData("items[*].n", "[1.50,2]\n")]
    [InlineData("items[1].name", "b\n")]
    [InlineData("items[?n > `1.9`] | [0]", "{\"name\":\"b\",\"n\":2}\n")]
    [InlineData("absent", "null\n")]
    public async Task A_call_prints_what_was_picked(string query, string expected)
    {
        await using var skill = await skills.OpenFaultAsync();

        Assert.Equal((expected, ""), OutputOf((await skill.RunAsync("echo", "--message", Message, "--query", query)).Expect(0)));
        Assert.Equal((expected, ""), OutputOf((await skill.RunAsync("call", "echo", Arguments(Message), "--skill-query", query)).Expect(0)));
    }

    [Fact]
    public async Task With_json_the_whole_result_is_asked_and_texts_keep_their_quotes()
    {
        await using var skill = await skills.OpenFaultAsync();

        Assert.Equal("\"hi\"\n", (await skill.RunAsync("echo", "--message", "hi", "--json", "--query", "content[0].text")).Expect(0).Output);
    }

    [Fact]
    public async Task A_wrong_expression_is_refused_before_anything_starts()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.RunAsync("echo", "--message", "hi", "--query", "items[")).Expect(2);

        Assert.Contains("--query 'items[' is not valid JMESPath: column 7: ", ran.Error, StringComparison.Ordinal);
        Assert.Empty(skill.JournalLines("launch"));
    }

    [Fact]
    public async Task A_result_that_a_function_cannot_take_is_kept_in_a_file()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.RunAsync("echo", "--message", "12", "--query", "length(@)")).Expect(1);

        Assert.Contains("length() takes a string, an array or an object; found number.", ran.Error, StringComparison.Ordinal);
        var file = ran.Error.TrimEnd()[(ran.Error.IndexOf(" is in ", StringComparison.Ordinal) + " is in ".Length)..];
        Assert.Contains("12", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task A_tools_error_is_told_as_always()
    {
        await using var skill = await skills.OpenFaultAsync();

        Assert.Contains("it went wrong", (await skill.RunAsync("fail", "--query", "a")).Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_batch_each_result_is_what_was_picked()
    {
        await using var skill = await skills.OpenFaultAsync();
        var calls = Path.Combine(skill.Scratch, "calls.ndjson");
        string[] messages = ["""{"a":1}""", """{"a":[]}"""];
        await File.WriteAllLinesAsync(
            calls, messages.Select(static message => $$"""{"tool":"echo","arguments":{{Arguments(message)}}}"""), TestContext.Current.CancellationToken);

        var answers = (await skill.RunAsync("batch", calls, "--query", "a")).Expect(0).Output;
        var texts = (await skill.RunAsync("batch", calls, "--text", "--query", "to_string(a)")).Expect(0).Output;
        var failed = (await skill.RunAsync("batch", calls, "--query", "abs(a)")).Expect(1).Output.Split('\n');

        Assert.Equal("{\"id\":1,\"exitCode\":0,\"result\":1}\n{\"id\":2,\"exitCode\":0,\"result\":[]}\n", answers);
        Assert.Equal("== 1\n1\n== 2\n[]\n", texts);
        Assert.Contains("found array.\",\"result\":{", failed[1], StringComparison.Ordinal);
    }

    private static string Arguments(string message) => new JsonObject { ["message"] = message }.ToJsonString();

    private static (string Output, string Error) OutputOf(Ran ran) => (ran.Output, ran.Error);
}
