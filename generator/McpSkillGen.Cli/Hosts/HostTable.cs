using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Hosts;

/// <summary>Hosts, one row each.</summary>
internal static class HostTable
{
    public static void Write(IReadOnlyList<SkillInstance> instances, TextWriter output) => PlainTable.Write(Of(instances), output);

    private static Table Of(IReadOnlyList<SkillInstance> instances)
    {
        var table = PlainTable.Of("SKILL", "|STATE", ">HOST", ">SERVER", ">UP", ">CALLS", ">IDLE", ">RETIRES IN", ">MEMORY");
        foreach (var instance in instances)
        {
            table.AddRow([.. Cells(instance, instances).Select(static cell => new Markup(cell))]);
        }

        return table;
    }

    private static IEnumerable<string> Cells(SkillInstance instance, IReadOnlyList<SkillInstance> all)
    {
        // The folder tells two skills of the same name apart.
        var isUnique = all.All(other => other == instance || other.Title != instance.Title);
        yield return $"[bold]{Markup.Escape(isUnique ? instance.Title : $"{instance.Title} {ShortPath.Of(instance.Skill ?? instance.Id)}")}[/]";
        yield return State(instance);
        yield return instance.HostId?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-";
        yield return instance.Number("serverPid") is { } server ? $"{server}" : "-";
        yield return Time(instance.Number("uptimeSeconds"));
        yield return instance.Number("calls") is { } calls ? HumanText.Grouped((long)calls) : "-";
        yield return instance.Number("callsInFlight") is > 0 and var inFlight ? $"{inFlight} running" : Time(instance.Number("idleSeconds"));
        yield return instance.Number("retiresInSeconds") is { } left ? Time(left) : instance.Number("idleSeconds") is not null && instance.Number("callsInFlight") is 0 ? "never" : "-";
        yield return instance.Number("hostMemoryBytes") is { } host ? HumanText.Bytes((long)(host + (instance.Number("serverMemoryBytes") ?? 0))) : "-";
    }

    /// <summary>The state as markup: the more urgent, the redder.</summary>
    public static string State(SkillInstance instance)
    {
        var colour = instance switch
        {
            { State: "ready" } => "green",
            { IsHung: true } => "red",
            { IsRunning: false } => "grey",
            _ => "yellow",
        };
        return $"[{colour}]{Markup.Escape(instance.State)}[/]";
    }

    private static string Time(double? seconds) => seconds is { } known ? HumanText.Roughly(TimeSpan.FromSeconds(known)) : "-";
}
