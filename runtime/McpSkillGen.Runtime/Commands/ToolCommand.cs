using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>A tool as a command, with its arguments as flags.</summary>
internal sealed class ToolCommand(ToolDefinition tool) : Command
{
    private readonly IReadOnlyList<ToolFlag> _flags = ToolFlag.Of(tool);

    public override string Name => tool.CommandName;

    public override CommandHelp Help => new(tool.CommandName, tool.Title ?? "");

    public override IReadOnlyList<Flag> Flags => [.. _flags.SelectMany(static flag => flag.WithProperties()), QueryFlag.Flag, DryRun.Flag];

    public override string HelpFor(Skill skill) => new ToolHelp(skill.Name, tool, _flags, $"{skill.Name} {CommandNames.Describe} {tool.CommandName}", QueryFlag.Flag, DryRun.Flag).Text();

    public override IEnumerable<HelpRow> Complete(SkillDefinition definition, string[] before, string current)
    {
        ToolFlag[] flags = [.. _flags.SelectMany(static flag => flag.WithProperties())];
        if (before is [.., var last] && Named(flags, last) is { Value: FlagValue.Required } pending)
        {
            return Values(pending.Definition, "");
        }

        // Zsh and fish leave "--state=op" whole.
        if (current.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && Named(flags, current[..at]) is { } assigned)
        {
            return Values(assigned.Definition, current[..(at + 1)]);
        }

        if (before is [.., var pendingName] && (GlobalFlags.TakesValue(pendingName) || QueryFlag.Flag.IsNamed(pendingName)))
        {
            return [];
        }

        var open = flags.Where(flag => flag.Definition.Kind is ArgumentKind.Array or ArgumentKind.Object || !before.Contains(flag.Name)).ToArray();
        return
        [
            .. open.Where(static flag => RequiredDefault.IsNeeded(flag.Definition)).Select(static flag => new HelpRow(flag.Name, $"(required) {flag.Definition.Description}")),
            .. open.Where(static flag => !RequiredDefault.IsNeeded(flag.Definition))
                .Select(static flag => new HelpRow(flag.Name, flag.Definition.Description ?? "")),
            .. current.Length > 0 ? GlobalFlags.All.Concat([QueryFlag.Flag, DryRun.Flag]).Select(flag => flag.Help with { Left = flag.NameBeside(flags) }) : [],
        ];
    }

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        var arguments = new ArgumentBinder(line).Bind(_flags);
        var withQuery = options.With(line);
        return () => line.Has(DryRun.Flag) ? DryRun.Run(skill, tool, arguments) : ToolCalling.Run(skill, tool, arguments, withQuery);
    }

    protected override string SeeAlso(Skill skill) => $"{skill.Name} {Name} {GlobalFlags.Help.NameBeside(Flags)}";

    private static ToolFlag? Named(ToolFlag[] flags, string word) => Array.Find(flags, flag => flag.IsNamed(word));

    private static IEnumerable<HelpRow> Values(ArgumentDefinition definition, string prefix)
    {
        IReadOnlyList<string> values = definition switch
        {
            { AllowedValues: { Count: > 0 } allowed } => allowed,
            { Item.AllowedValues: { Count: > 0 } allowed } => allowed,
            { Kind: ArgumentKind.Boolean } or { Item.Kind: ArgumentKind.Boolean } => ["true", "false"],
            _ => [],
        };
        return values.Select(value => new HelpRow(prefix + value, ""));
    }
}
