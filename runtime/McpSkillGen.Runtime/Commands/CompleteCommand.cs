using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// <c>__complete "=CURRENT" WORD…</c>: what may stand at the cursor, for the scripts of <see cref="CompletionScripts"/>.
/// Answered from what is compiled in: no server, no host.
/// </summary>
internal sealed class CompleteCommand : Command
{
    private const int MaxAboutLength = 80;

    public override string Name => "__complete";

    public override CommandHelp Help => new("__complete =CURRENT WORD ...", "answer a shell's completion script");

    public override bool IsListed(SkillDefinition definition) => false;

    public override ExitCode Run(Skill skill, string[] args) => Print(Answer(skill.Definition, args));

    /// <param name="definition">The skill.</param>
    /// <param name="args">The word at the cursor, after a <c>=</c>; then the words before it, without the program.</param>
    /// <returns>A line for each: the word, and what it is about after a tab. Empty if a file's name may stand there.</returns>
    internal static string Answer(SkillDefinition definition, string[] args)
    {
        if (args is not [['=', .. var current], .. var before])
        {
            return "";
        }

        // Bash splits "--state=open" at the "=".
        if (current == "=")
        {
            current = "";
        }
        else if (before is [.., _, "="])
        {
            before = before[..^1];
        }

        var answer = new StringBuilder();
        foreach (var (word, about) in Candidates(definition, before, current).Where(candidate => candidate.Left.StartsWith(current, StringComparison.Ordinal)))
        {
            answer.Append(PlainLine.Of(word));
            if (about.Length > 0)
            {
                answer.Append('\t').Append(PlainLine.Of(about.Length <= MaxAboutLength ? about : about[..(MaxAboutLength - 1)] + "…"));
            }

            answer.Append('\n');
        }

        return answer.ToString();
    }

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options) =>
        throw new InvalidOperationException("Its words may look like flags and are not parsed.");

    private static IEnumerable<HelpRow> Candidates(SkillDefinition definition, string[] before, string current)
    {
        var (name, words) = CommandTable.Split(before);
        if (name is not null)
        {
            return CommandTable.Find(definition, name)?.Complete(definition, words, current) ?? [];
        }

        return before is [.., var last] && GlobalFlags.TakesValue(last) ? []
            : current is ['-', ..] ? GlobalFlags.All.Select(static flag => flag.Help with { Left = flag.Name })
            : CommandTable.Names(definition);
    }
}
