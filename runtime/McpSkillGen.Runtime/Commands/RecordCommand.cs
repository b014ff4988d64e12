using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>record FILE -- COMMAND</c>: runs a command of this program, and writes what the server answered to a file.</summary>
internal sealed class RecordCommand : Command
{
    public override string Name => CommandNames.Record;

    public override CommandHelp Help => new("record FILE -- COMMAND...", "run a command, and write what the server answers to FILE")
    {
        Details = $"""
            The server is started for this command only. Answers are added to FILE, without the secrets that logs leave out too.
            'mcpgen replay FILE' is a server that gives the same answers. To record a whole script, set {SkillEnvironment.RecordVariable}=FILE.
            """,
        Flags = [],
        Examples = ["record calls.ndjson -- TOOL --flag value", "record calls.ndjson -- batch calls.txt"],
        Notes = "Look at FILE before you pass it on: what a server answers is written as it is.",
    };

    public override bool TakesWords => true;

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        if (line.Unknown.Count > 0 && line.Words.Count > 1)
        {
            throw new SkillException(ExitCode.WrongArguments, $"The command that is recorded stands behind --: {skill.Name} record {ShellWord.Of(line.Words[0])} -- {line.Words[1]} {line.Unknown[0]} ...");
        }

        if (GlobalFlags.All.FirstOrDefault(flag => flag != GlobalFlags.Help && line.Has(flag)) is { } own)
        {
            line.Problems.Add($"{own.Name} belongs to the command that is recorded: {skill.Name} record FILE -- TOOL {own.Name} ...");
            return static () => ExitCode.WrongArguments;
        }

        if (line.Words is not [{ Length: > 0 } file, var command, ..] || command == Name)
        {
            line.Problems.Add($"record takes a file and a command: {skill.Name} record FILE -- TOOL --flag value");
            return static () => ExitCode.WrongArguments;
        }

        return () =>
        {
            Environment.SetEnvironmentVariable(SkillEnvironment.RecordVariable, Path.GetFullPath(file));
            return CommandTable.Run(skill, [.. line.Words.Skip(1)]);
        };
    }
}
