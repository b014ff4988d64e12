using McpSkillGen.Runtime.Commands;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Commands;

public sealed class CallCommandTests
{
    [Theory]
    [InlineData("There is no tool 'strickt'. Did you mean strict?", "call", "strickt", "{}")]
    [InlineData("The arguments are not one JSON object: found array.", "call", "strict", "[1]")]
    [InlineData("The arguments are not one JSON object: it ends too early (line 1, column 2).", "call", "strict", "{")]
    [InlineData("call takes a tool and its arguments as one JSON object: sample call TOOL", "call")]
    [InlineData("call takes a tool and its arguments as one JSON object: sample call TOOL", "call", "strict", "{}", "{}")]
    [InlineData("'call' takes the arguments as one JSON object. With flags, leave out 'call': sample strict --message ...", "call", "strict", "--message", "hi")]
    [InlineData("'call' takes the arguments as one JSON object, not as name=value. Did you mean sample strict --message 'hi there' --amount 1?", "call", "strict", "message=hi there", "amount=1")]
    [InlineData("The command that is recorded stands behind --: sample record a.ndjson -- strict --message ...", "record", "a.ndjson", "strict", "--message", "hi")]
    // The older spelling names both in one object.
    [InlineData("There is no tool 'e\uFFFD'.", "--call", """{"tool":"e\ud83d","arguments":[1]}""")]
    [InlineData("The arguments are not one JSON object: found array.", "--json", "--call", """{ "name": "strict", "arguments":[1]}""")]
    [InlineData("There is no tool '{\"arguments\":{}}'.", "--call", """{"arguments":{}}""")]
    [InlineData("There is no tool 'not json'.", "--call", "not json")]
    public void What_is_wrong_with_a_call_is_said_before_anything_starts(string problem, params string[] args)
    {
        var error = Assert.Throws<SkillException>(() => CommandTable.Run(new Skill(new SampleSkill(), null), args));

        Assert.Equal(ExitCode.WrongArguments, error.ExitCode);
        Assert.StartsWith(problem, error.Message, StringComparison.Ordinal);
    }
}
