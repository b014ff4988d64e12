using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>completions SHELL</c>: a script that completes the executor's command line.</summary>
internal sealed class CompletionsCommand : Command
{
    public override string Name => CommandNames.Completions;

    public override CommandHelp Help => new($"completions {string.Join('|', CompletionScripts.Shells)}", "print a script that completes these command lines in a shell")
    {
        Flags = [],
        Examples = ["completions fish > completions.fish"],
        Notes = "For bash: source <(EXECUTOR completions bash)",
    };

    public override bool TakesWords => true;

    protected override IEnumerable<HelpRow> CompleteWord(SkillDefinition definition, string[] before) =>
        before is [] ? CompletionScripts.Shells.Select(static shell => new HelpRow(shell, "")) : [];

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        if (line.Words is not [var shell] || !CompletionScripts.Shells.Contains(shell))
        {
            line.Problems.Add($"completions takes one shell: {skill.Name} completions {string.Join('|', CompletionScripts.Shells)}\nFor example: source <({skill.Name} completions bash)");
            return static () => ExitCode.WrongArguments;
        }

        return () => Print(CompletionScripts.For(shell, skill.Name, skill.Program));
    }
}
