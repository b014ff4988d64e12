using System.Globalization;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>approve [ID]</c>: a person agrees to a call that a rule asks about.</summary>
internal sealed class ApproveCommand : Command
{
    private const int SessionMinutes = 60;
    private const int MaxMinutes = 24 * 60;

    private static readonly Flag Session = new("--session", null, $"for {SessionMinutes} minutes, as often as exactly this call is made");
    private static readonly Flag Minutes = new("--for", "MINUTES", $"the same for 1 to {MaxMinutes} minutes");

    public override string Name => CommandNames.Approve;

    public override CommandHelp Help => new("approve [ID] [--session] [--for MINUTES]", "for a person: agree to a call that a rule asks about")
    {
        Details = "Shows the call and asks. Without an ID it lists the calls that wait. Only for a person at a terminal; an agent must not run it.",
        Flags = [],
        Examples = ["approve", "approve 7hk2m9p4xq", "approve 7hk2m9p4xq --for 30"],
        Notes = "Agreed to is exactly this call, with these arguments, once within 10 minutes. Exit codes: 0 agreed, 2 no such call waits, 7 not agreed, or no terminal.",
    };

    public override IReadOnlyList<Flag> Flags => [Session, Minutes];

    public override bool TakesWords => true;

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        if (line.Words.Count > 1)
        {
            line.Problems.Add($"approve takes one id; found '{string.Join("' and '", line.Words)}'.");
        }

        List<string> arguments = ["--program", ShellWord.Of(skill.Program)];
        if (line.Words is [var id, ..])
        {
            arguments.AddRange(["--id", id]);
        }

        var minutes = line.NumberOf(Minutes, MaxMinutes, $"a number of minutes from 1 to {MaxMinutes}") ?? (line.Has(Session) ? SessionMinutes : null as int?);
        if (minutes is { } duration)
        {
            arguments.AddRange(["--minutes", duration.ToString(CultureInfo.InvariantCulture)]);
        }

        return () => HostRole.Run(skill.RequireFolder(), Name, arguments);
    }
}
