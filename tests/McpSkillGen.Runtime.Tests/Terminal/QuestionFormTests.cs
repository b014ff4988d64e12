using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Terminal;

namespace McpSkillGen.Runtime.Tests.Terminal;

/// <summary>The form that a person fills in on a terminal.</summary>
public sealed class QuestionFormTests
{
    private const string Everything = """
        {"message":"Tell\u0007 me","requestedSchema":{"type":"object","required":["name"],"properties":{
          "name":{"type":"string","title":"Name","minLength":2},
          "age":{"type":"integer","minimum":0,"maximum":150,"default":30},
          "sure":{"type":"boolean"},
          "color":{"type":"string","enum":["r","g"],"enumNames":["Red","Green"]},
          "size":{"type":"string","oneOf":[{"const":"s","title":"Small"},{"const":"l","title":"Large"}]},
          "tags":{"type":"array","items":{"type":"string","enum":["a","b"]},"minItems":1}}}}
        """;

    [Fact]
    public void Every_field_is_asked_checked_and_sent()
    {
        var (answer, shown) = Ask(Everything, "", "x", "Ada", "200", "31", "yes", "G", "g", "l", "a, b", "y");

        Assert.Equal("""{"action":"accept","content":{"name":"Ada","age":31,"sure":true,"color":"g","size":"l","tags":["a","b"]}}""", answer);
        Assert.Equal(
            """
            The server asks: Tell\u0007 me
              Name (required) at least 2 characters:     It is required: a string, at least 2 characters.
              Name (required) at least 2 characters:     name is 'x'; expected a string, at least 2 characters.
              Name (required) at least 2 characters:   age from 0 to 150 [Enter: 30]:     age is '200'; expected an integer, from 0 to 150.
              age from 0 to 150 [Enter: 30]:   sure [yes/no]:   color [one of: r (Red), g (Green)]:     color is 'G'; expected one of r, g. Did you mean g?
              color [one of: r (Red), g (Green)]:   size [one of: s (Small), l (Large)]:   tags [any of, separated by commas: a, b] at least 1 item: Send this? [y/n] 
            """,
            shown);
    }

    [Fact]
    public void Enter_takes_a_default_and_leaves_out_what_may_be_left_out()
    {
        var (answer, _) = Ask(Everything, "Ada", "", "", "", "", "", "maybe", "y");

        Assert.Equal("""{"action":"accept","content":{"name":"Ada","age":30}}""", answer);
    }

    [Fact]
    public void No_declines_and_the_end_of_the_input_cancels()
    {
        Assert.Equal("""{"action":"decline"}""", Ask(Everything, "Ada", "", "", "", "", "", "n").Answer);
        Assert.Equal("""{"action":"cancel"}""", Ask(Everything, "Ada").Answer);
        Assert.Equal("""{"action":"cancel"}""", Ask(Everything, "Ada", "", "", "", "", "").Answer);
    }

    [Theory]
    [InlineData("https://example.org/x", "example.org", "https://example.org/x")]
    [InlineData("https://example.org@evil.example/x?a=b#c", "evil.example", "https://evil.example/x?a=b#c")]
    [InlineData("http://user:secret@127.0.0.1:8080", "127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("https://\u0440aypal.com/pay", "xn--aypal-uye.com", "https://xn--aypal-uye.com/pay")]
    [InlineData("https://0x7f.1/x", "127.0.0.1", "https://127.0.0.1/x")]
    [InlineData("https://[::1]:9/x", "[::1]:9", "https://[::1]:9/x")]
    [InlineData("https://e.example/\u001b]52;c;x\u0007\u202ex y", "e.example", "https://e.example/%1B]52;c;x%07%E2%80%AEx%20y")]
    public void An_address_is_shown_with_whom_it_really_leads_to_and_opened_by_the_person(string url, string host, string shownUrl)
    {
        var question = new JsonObject { ["message"] = "Sign in", ["mode"] = "url", ["url"] = url, ["elicitationId"] = "1" }.ToJsonString();

        var (answer, shown) = Ask(question, "y");

        Assert.Equal("""{"action":"accept"}""", answer);
        Assert.Equal($"The server asks: Sign in\nIt wants you to open a page of {host}. Open it in a browser, if you trust that:\n\n  {shownUrl}\n\nDone? [y/n] ", shown);
        Assert.Equal("""{"action":"decline"}""", Ask(question, "n").Answer);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:text/html,x")]
    [InlineData("vscode://x")]
    [InlineData("not an address")]
    [InlineData("")]
    public void An_address_that_is_not_a_page_of_the_web_is_declined_without_asking(string url)
    {
        var question = new JsonObject { ["message"] = "Sign in", ["mode"] = "url", ["url"] = url }.ToJsonString();

        var (answer, shown) = Ask(question, "y");

        Assert.Equal("""{"action":"decline"}""", answer);
        Assert.Contains("an address that is not a page of the web", shown, StringComparison.Ordinal);
    }

    private static (string Answer, string Shown) Ask(string question, params string[] lines)
    {
        var shown = new StringBuilder();
        var typed = new Queue<string>(lines);
        var answer = new QuestionForm(() => typed.TryDequeue(out var line) ? line : null, text => shown.Append(text)).Ask(Encoding.UTF8.GetBytes(question));
        var json = Encoding.UTF8.GetString(answer.Span);
        Assert.NotNull(JsonNode.Parse(json));
        return (json, shown.ToString());
    }
}
