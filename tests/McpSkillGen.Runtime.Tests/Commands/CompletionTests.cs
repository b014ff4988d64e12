using McpSkillGen.Runtime.Commands;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Commands;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("=do-", "do-everything")]
    [InlineData("=bat", "batch")]
    [InlineData("=st", "status stats stop strict")]
    [InlineData("=--js", "--json")]
    [InlineData("=do-|call", "do-everything")]
    [InlineData("=do-|describe", "do-everything")]
    [InlineData("=ba|completions", "bash")]
    [InlineData("=|completions|bash", "")]
    [InlineData("=do-|logs|--tool", "do-everything")]
    [InlineData("=--par|batch", "--parallel")]
    [InlineData("=|batch", "")]
    [InlineData("=|--timeout", "")]
    [InlineData("=re|prompts", "")]
    [InlineData("=re|resources", "read")]
    [InlineData("=r", "restart reset-stats record")]
    [InlineData("=--no|login", "--no-browser --no-keep-alive")]
    [InlineData("=log|help", "logs login logout")]
    [InlineData("=--co|do-everything", "--count --color")]
    [InlineData("=--co|--json|do-everything", "--count --color")]
    [InlineData("=--co|do_everything|--count|5", "--color")]
    [InlineData("=--ta|do-everything|--tags|a", "--tags")]
    [InlineData("=--filter.range.|do-everything", "--filter.range.from --filter.range.to")]
    [InlineData("=|do-everything|--color", "red green blue")]
    [InlineData("=b|do-everything|--color", "blue")]
    // As bash parts it.
    [InlineData("==|do-everything|--color", "red green blue")]
    [InlineData("=g|do-everything|--color|=", "green")]
    // As the others leave it.
    [InlineData("=--color=g|do-everything", "--color=green")]
    [InlineData("=|do-everything|--text", "")]
    [InlineData("=|do-everything|--output", "")]
    [InlineData("=x|nothing-of-ours", "")]
    [InlineData("do-", "")]
    public void Answers_are_what_may_stand_there(string words, string expected)
    {
        var answer = CompleteCommand.Answer(new SampleSkill(), words.Split('|'));

        Assert.Equal(expected, string.Join(' ', answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('\t')[0])));
    }

    [Fact]
    public void Required_flags_come_first_and_each_says_what_it_is_about()
    {
        var answer = CompleteCommand.Answer(new SampleSkill(), ["=", "strict"]);

        Assert.StartsWith("--message\t(required) What to say. At length.\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "'/it'\\''s/my-skill' __complete")]
    [InlineData("zsh", "'/it'\\''s/my-skill' __complete")]
    [InlineData("fish", "'/it\\'s/my-skill' __complete")]
    [InlineData("pwsh", "'/it''s/my-skill' __complete")]
    public void Script_calls_the_executor_by_its_path_whatever_is_in_that(string shell, string call)
    {
        var script = CompletionScripts.For(shell, "my-skill", "/it's/my-skill");

        Assert.Contains(call, script, StringComparison.Ordinal);
        Assert.Contains(shell == "pwsh" ? "-CommandName my-skill" : "__my_skill", script, StringComparison.Ordinal);
        Assert.DoesNotContain("FUNCTION", script, StringComparison.Ordinal);
        Assert.DoesNotContain("PROGRAM", script, StringComparison.Ordinal);
    }
}
