using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// One command of the executor: its name, its grammar, its help, and what it does. <see cref="CommandTable"/> lists them;
/// dispatch, help and completion ask the command itself.
/// </summary>
internal abstract class Command
{
    public abstract string Name { get; }

    /// <summary>What help says about it.</summary>
    public abstract CommandHelp Help { get; }

    /// <summary>The flags that only this command has.</summary>
    public virtual IReadOnlyList<Flag> Flags => [];

    /// <summary>Whether it takes anything but flags.</summary>
    public virtual bool TakesWords => false;

    /// <summary>Whether it can be written as a flag, <c>--list</c>, which older executors had in place of commands.</summary>
    public virtual bool HasFlagSpelling => false;

    /// <summary>Whether help and completion name it for this skill.</summary>
    public virtual bool IsListed(SkillDefinition definition) => true;

    /// <summary>Runs the command.</summary>
    /// <exception cref="SkillException">The arguments are wrong, or the command fails.</exception>
    public virtual ExitCode Run(Skill skill, string[] args)
    {
        var line = Parse(args);
        if (line.Has(GlobalFlags.Help))
        {
            return Print(HelpFor(skill));
        }

        var run = Read(skill, line, GlobalOptions.Read(line));
        line.ThrowIfAnyProblem(SeeAlso(skill));
        return run();
    }

    /// <summary>What <c>--help</c> prints.</summary>
    public virtual string HelpFor(Skill skill) => HelpText.ForCommand(skill.Name, this);

    /// <summary>What may stand at the cursor, after the words before it.</summary>
    public virtual IEnumerable<HelpRow> Complete(SkillDefinition definition, string[] before, string current) =>
        before is [.., var last]
            && AllFlags.Find(flag => flag.Value is FlagValue.Required && flag.IsNamed(last)) is { } pending
            ? CompleteValue(definition, pending)
        : current is ['-', ..] ? AllFlags.ConvertAll(static flag => flag.Help with { Left = flag.Name })
        : CompleteWord(definition, Array.FindAll(before, static word => word is not ['-', ..]));

    /// <summary>The values of a flag of this command, for completion.</summary>
    protected virtual IEnumerable<HelpRow> CompleteValue(SkillDefinition definition, Flag flag) => [];

    /// <summary>The words that may follow others, for completion.</summary>
    protected virtual IEnumerable<HelpRow> CompleteWord(SkillDefinition definition, string[] before) => [];

    /// <summary>Reads the command's own values from the line, and adds a problem for each mistake.</summary>
    /// <returns>What the command does; called only if there are no problems.</returns>
    protected abstract Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options);

    /// <summary>The command line to try after a mistake.</summary>
    protected virtual string SeeAlso(Skill skill) => $"{skill.Name} {Name} --help";

    internal ParsedLine Parse(string[] args) => ParsedLine.Parse(Name, Flags, args, TakesWords);

    protected static ExitCode Print(string text)
    {
        StandardStreams.Write(Encoding.UTF8.GetBytes(text));
        return ExitCode.Success;
    }

    private List<Flag> AllFlags => [.. Flags, .. GlobalFlags.All];
}
