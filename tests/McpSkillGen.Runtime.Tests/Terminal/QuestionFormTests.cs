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
            The server asks: Tell  me
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

    [Fact]
    public void An_address_is_shown_and_opened_by_the_person()
    {
        const string Question = """{"message":"Sign in","mode":"url","url":"https://example.org/x","elicitationId":"1"}""";

        var (answer, shown) = Ask(Question, "y");

        Assert.Equal("""{"action":"accept"}""", answer);
        Assert.Equal("The server asks: Sign in\nOpen this address in a browser, if you trust it:\n\n  https://example.org/x\n\nDone? [y/n] ", shown);
        Assert.Equal("""{"action":"decline"}""", Ask(Question, "n").Answer);
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
