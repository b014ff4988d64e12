using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>help [COMMAND]</c>: the same as <c>COMMAND --help</c>.</summary>
internal sealed class HelpCommand : Command
{
    public override string Name => CommandNames.Help;

    public override CommandHelp Help => new("help [COMMAND|TOOL]", "show help; the same as COMMAND --help") { Flags = [] };

    public override bool TakesWords => true;

    protected override string SeeAlso(Skill skill) => $"{skill.Name} --help";

    protected override IEnumerable<HelpRow> CompleteWord(SkillDefinition definition, string[] before) =>
        before is [] ? CommandTable.Names(definition) : [];

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        if (line.Words is [])
        {
            return () => Print(HelpText.ForSkill(skill));
        }

        var command = CommandTable.Find(skill.Definition, line.Words[0]) ?? throw skill.UnknownCommand(line.Words[0]);
        return () => Print(command.HelpFor(skill));
    }
}
