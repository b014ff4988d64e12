using System.Text.RegularExpressions;
using McpSkillGen.Cli.Pages;

namespace McpSkillGen.Cli.Validation;

/// <summary>What makes the part below the frontmatter worth an agent's context. All of it is advice, so these are warnings.</summary>
internal sealed partial class BodyRules(SkillText text, Findings findings)
{
    private const int MostLines = 500;
    private const int MostTokens = 2500;
    private const int FewestTokens = 200;

    public void Check()
    {
        if (text.Body.Trim().Length == 0)
        {
            Warn("body-missing", Start, "There is nothing below the frontmatter.", "what an agent has to do", "Write the steps, and one example call.");
            return;
        }

        CheckSize();
        var prose = Prose.Of(text);
        Wants(prose.Any(static line => Heading().IsMatch(line.Text)), "headings", "There is no heading.", "headings, so that an agent finds its part", "Begin with '# ' and the skill's title.");
        Wants(prose.Count < text.Lines.Count - text.BodyLine + 1, "code-block", "There is no code block.", "one example call in a block between ``` lines", "Show a call that works as it is.");
        Wants(prose.Any(static line => NumberedStep().IsMatch(line.Text)), "numbered-steps", "There are no numbered steps.", "a default path: '1. …', '2. …'", "Number what an agent does first, second and third.");
        foreach (var (line, number) in prose)
        {
            if (RunByHarness().Match(line) is { Success: true } command)
            {
                Warn("command-expansion", new Place(number, command.Index + 1), "There is an exclamation mark before a code span.", "none: some agents run such a command when they load the skill", "Move the exclamation mark, unless you want that.");
            }
        }
    }

    private Place Start => new(Math.Min(text.BodyLine, text.Lines.Count), 1);

    private void CheckSize()
    {
        var lines = text.Body.TrimEnd('\n').Split('\n').Length;
        if (lines >= MostLines)
        {
            Warn("body-lines", new Place(text.BodyLine + MostLines - 1, 1), $"The body has {lines} lines.", $"fewer than {MostLines}", "Move details into references/.");
        }

        var tokens = TokenCount.Of(text.Body);
        if (tokens >= MostTokens)
        {
            Warn("body-tokens", Start, $"The body has {tokens} tokens ({TokenCount.Tokenizer}).", $"fewer than {MostTokens}", "Move details into references/.");
        }
        else if (tokens <= FewestTokens)
        {
            Warn("body-tokens", Start, $"The body has {tokens} tokens ({TokenCount.Tokenizer}).", $"more than {FewestTokens}", "Say what to do first, show one call, and say what can go wrong.");
        }
    }

    private void Wants(bool holds, string rule, string found, string expected, string remedy)
    {
        if (!holds)
        {
            Warn(rule, Start, found, expected, remedy);
        }
    }

    private void Warn(string rule, Place place, string found, string expected, string remedy) =>
        findings.Warn(rule, SkillText.FileName, place, found, expected, remedy);

    [GeneratedRegex(@"^#{1,6} \S")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*1[.)] \S")]
    private static partial Regex NumberedStep();

    [GeneratedRegex("(?<![\\w`])!`[^`]+`")]
    private static partial Regex RunByHarness();
}
