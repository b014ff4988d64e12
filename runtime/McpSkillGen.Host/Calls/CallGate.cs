using System.Text;
using System.Text.Json;
using McpSkillGen.Host.Approvals;
using McpSkillGen.Host.Rules;
using McpSkillGen.Host.Servers;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Drift;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Rules;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Calls;

/// <summary>
/// The one place that every call of a tool passes, whichever door it came in by. Lets it through, asks a person, or refuses it
/// before anything is sent. Safe for many threads.
/// </summary>
internal sealed class CallGate
{
    private readonly SkillConfig _config;
    private readonly SkillFolder _skill;
    private readonly string _program;
    private readonly CommittedTools _committed;
    private readonly RuleBook _book;
    private readonly ApprovalStore _approvals;
    private readonly OfferedTools _offered = new();
    private readonly bool _needsOffered;

    private CallGate(SkillConfig config, SkillFolder skill, string program, Func<string, string?> variable)
    {
        (_config, _skill, _program) = (config, skill, program);
        _committed = new CommittedTools(skill.CatalogFile);
        _book = new RuleBook(config.Rules, _committed);
        _approvals = new ApprovalStore(skill, variable);
        _needsOffered = config.RefusesDrift || config.Rules.AskForHints;
    }

    /// <param name="config">Has the rules.</param>
    /// <param name="skill">Whose they are.</param>
    /// <param name="program">The executor, as a person types it.</param>
    /// <param name="variable">Looks a variable up.</param>
    /// <returns>Null if every call is let through.</returns>
    /// <exception cref="SkillException">A regular expression in a rule cannot be read.</exception>
    public static CallGate? For(SkillConfig config, SkillFolder skill, string program, Func<string, string?> variable) =>
        config.Rules.Rules.Count > 0 || config.RefusesDrift ? new CallGate(config, skill, program, variable) : null;

    /// <summary>What is probably wrong with the rules.</summary>
    public IEnumerable<string> Doubts() => _book.IdleNames();

    /// <summary>Refuses what needs no server to be refused.</summary>
    /// <returns>Null if it is no call of a tool.</returns>
    /// <exception cref="SkillException">It is refused.</exception>
    public JudgedCall? Check(ActiveCall call)
    {
        if (call.Message.Method != CallMessage.ToolMethod)
        {
            return null;
        }

        var request = ToolRequest.Parse(call.Message.Params);
        return new JudgedCall(request, Unforbidden(call, _book.Judge(request)));
    }

    /// <summary>Lets a call through, and asks a person if a rule says so.</summary>
    /// <param name="call">The call.</param>
    /// <param name="judged">What <see cref="Check"/> returned.</param>
    /// <param name="session">The server, ready.</param>
    /// <param name="limit">Pauses while a person is asked.</param>
    /// <exception cref="SkillException">It is refused.</exception>
    public async Task AdmitAsync(ActiveCall call, JudgedCall judged, ServerSession session, CallLimit? limit)
    {
        var (request, verdict) = judged;
        var offered = _needsOffered ? await OfferedAsync(call, request, session).ConfigureAwait(false) : [];
        verdict = Unforbidden(call, _book.Strictest(request, verdict, offered));
        if (_config.RefusesDrift)
        {
            RefuseIfChanged(call, request, offered);
        }

        if (verdict is { Decision: CallDecision.Ask, Rule: { } rule })
        {
            await AskAsync(call, request, rule, limit).ConfigureAwait(false);
        }
    }

    private RuleVerdict Unforbidden(ActiveCall call, RuleVerdict verdict)
    {
        call.Ruling = new CallRuling(verdict.Decision, verdict.Rule?.Place);
        return verdict is { Decision: CallDecision.Deny, Rule: { } rule }
            ? throw new SkillException(ExitCode.NotAllowed, $"A rule forbids this call; nothing was sent. {TellRule(rule, verdict.IsCertain)}")
            : verdict;
    }

    private async Task<IReadOnlyList<JsonElement>> OfferedAsync(ActiveCall call, ToolRequest request, ServerSession session)
    {
        try
        {
            var offered = await _offered.OfAsync(session, call.Cancelled).ConfigureAwait(false);
            return [.. offered[request.Tool]];
        }
        catch (SkillException e) when (_config.RefusesDrift)
        {
            throw new SkillException(ExitCode.NotAllowed, $"\"drift\" is \"refuse\" in mcp-config.json, and the server does not say how its tools are now; nothing was sent. {e.Message}", e);
        }
        catch (SkillException)
        {
            // What the server said when the skill was made still counts.
            return [];
        }
    }

    private void RefuseIfChanged(ActiveCall call, ToolRequest request, IReadOnlyList<JsonElement> offered)
    {
        if (WhatChanged(request.Tool, offered) is not { } change)
        {
            return;
        }

        call.Ruling = new CallRuling(CallDecision.Deny, "drift");
        throw new SkillException(
            ExitCode.NotAllowed,
            $"The tool '{request.Tool}' is not what the skill was made from: {change}. \"drift\" is \"refuse\" in mcp-config.json, so nothing was sent. "
            + $"A person looks at the change, with: mcpgen sync {_skill.Root} --check --descriptions, and takes it over, with: mcpgen sync {_skill.Root}");
    }

    private string? WhatChanged(string tool, IReadOnlyList<JsonElement> offered)
    {
        if (!_committed.Read().TryGetValue(tool, out var known))
        {
            return "it is new";
        }

        if (offered.Count == 0)
        {
            return "the server no longer lists it";
        }

        foreach (var now in offered)
        {
            if (CatalogComparison.CompareTool(known.Json, now, withDescriptions: true) is [var first, ..])
            {
                return first.Text;
            }

            if (ToolHints.Of(known.Json) != ToolHints.Of(now))
            {
                return "its annotations changed";
            }
        }

        return null;
    }

    private async Task AskAsync(ActiveCall call, ToolRequest request, CallRule rule, CallLimit? limit)
    {
        var digest = CallDigest.Of(request.Params);
        if (_approvals.TryUse(digest, DateTime.UtcNow))
        {
            call.Ruling = call.Ruling with { Approval = digest.Id };
            return;
        }

        var shown = ShownCall.Lines(request.Tool, request.Arguments);
        if (!call.Message.CanAsk)
        {
            throw new SkillException(ExitCode.NotAllowed, await TellHowToAgreeAsync(digest, rule, shown).ConfigureAwait(false));
        }

        limit?.Pause();
        var reply = await call.AskAsync(FrameKind.Approval, Question(rule, shown), call.Cancelled).ConfigureAwait(false);
        limit?.BeginAnew();
        call.Cancelled.ThrowIfCancellationRequested();
        if (reply is null || !ForeignJson.TryParse(reply.Value, out var answer, out _) || answer.RootElement.Text("action"u8) is not "accept")
        {
            throw new SkillException(ExitCode.NotAllowed, $"Nobody agreed to this call; nothing was sent. {TellRule(rule)}");
        }

        call.Ruling = call.Ruling with { Approval = "terminal" };
    }

    private async Task<string> TellHowToAgreeAsync(CallDigest digest, CallRule rule, IReadOnlyList<string> shown)
    {
        // Off the loop: it writes a file.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            _approvals.Request(digest, $"{rule} ({rule.Place})", shown, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"A person must agree to this call, and it cannot be stored until then: {e.Message} Nothing was sent. {TellRule(rule)}";
        }

        return new StringBuilder("A person must agree to this call; nothing was sent. ").Append(TellRule(rule))
            .Append($"\nAsk the person to run this in a terminal, within {ApprovalStore.WaitTime.TotalMinutes:0} minutes:\n\n  {_program} approve {digest.Id}\n\n")
            .Append($"Then make exactly the same call again, within {ApprovalStore.UseTime.TotalMinutes:0} minutes.").ToString();
    }

    private string TellRule(CallRule rule, bool isCertain = true) =>
        $"{rule.Tell(_skill.Root)}{(isCertain ? "" : " Whether its condition holds could not be told, so it counts.")}";

    private static ReadOnlyMemory<byte> Question(CallRule rule, IReadOnlyList<string> shown) => PlainJson.WriteObject(writer =>
    {
        writer.WriteStartArray("lines"u8);
        writer.WriteStringValue($"A rule of this skill asks before this call: {rule} ({rule.Place})");
        foreach (var line in shown)
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
    });
}
