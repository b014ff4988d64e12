using System.Globalization;
using System.Text;
using McpSkillGen.Host.Approvals;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Terminal;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Roles;

/// <summary>The role <c>approve</c>: a person agrees to a call that waits, or sees which calls do.</summary>
internal sealed class ApproveRole : IHostRole
{
    private const int MaxMinutes = 24 * 60;

    public string Name => "approve";

    public string Grammar => "--skill DIR --program NAME [--id ID] [--minutes N]";

    public Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        var source = ServerConfig.Read(Path.Combine(Path.GetFullPath(options.Require("--skill")), "mcp-config.json"));
        var (store, now) = (new ApprovalStore(source.Folder, Environment.GetEnvironmentVariable), DateTime.UtcNow);
        if (options["--id"] is not { } id)
        {
            StandardStreams.Write(Encoding.UTF8.GetBytes(Listed(store.Waiting(now), options.Require("--program"), now)));
            return Task.FromResult((int)ExitCode.Success);
        }

        var duration = DurationOf(options);
        var waiting = store.Find(id, now)
            ?? throw new SkillException(ExitCode.WrongArguments, $"No call of this skill waits under the id '{PlainLine.Excerpt(id)}'. It may have been agreed to, or be older than {ApprovalStore.WaitTime.TotalMinutes:0} minutes. See: {options.Require("--program")} approve");
        RequireAgreement(waiting, source.Config.ApproveAnywhere);
        store.Agree(waiting, duration, DateTime.UtcNow);
        var until = duration is { } length
            ? $"Agreed. Exactly this call is let through for {HumanText.Duration(length)}, as often as it is made."
            : $"Agreed. Exactly this call is let through once, within {HumanText.Duration(ApprovalStore.UseTime)}.";
        StandardStreams.WriteErrorLine(until);
        return Task.FromResult((int)ExitCode.Success);
    }

    private static void RequireAgreement(Approval waiting, bool anywhere)
    {
        if (StandardStreams.HasPerson)
        {
            if (!QuestionForm.OnTerminal().Approve([$"A rule asks before this call: {waiting.Rule}", .. waiting.Shown]))
            {
                throw new SkillException(ExitCode.NotAllowed, "Not agreed. The call still waits.");
            }
        }
        else if (!anywhere)
        {
            throw new SkillException(ExitCode.NotAllowed, "Only a person at a terminal can agree to a call: run this command in a terminal of your own. (\"approve\": \"anywhere\" in mcp-config.json lets every program agree.)");
        }
    }

    private static TimeSpan? DurationOf(RoleArguments options) => options["--minutes"] switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= MaxMinutes =>
            TimeSpan.FromMinutes(minutes),
        var text => throw options.Wrong($"'{text}' is not a number of minutes from 1 to {MaxMinutes}"),
    };

    private static string Listed(IReadOnlyList<Approval> waiting, string program, DateTime now)
    {
        var text = new StringBuilder(waiting.Count == 0 ? "No call waits for a person.\n" : "");
        foreach (var call in waiting)
        {
            text.Append(CultureInfo.InvariantCulture, $"{call.Id}, {HumanText.Roughly(call.Expires - now)} left. Asked by: {PlainLine.Of(call.Rule)}\n");
            foreach (var line in call.Shown)
            {
                text.Append("  ").Append(PlainLine.Of(line)).Append('\n');
            }

            text.Append(CultureInfo.InvariantCulture, $"  To agree: {program} approve {call.Id}\n\n");
        }

        return text.ToString();
    }
}
