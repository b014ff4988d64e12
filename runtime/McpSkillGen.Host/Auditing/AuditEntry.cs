using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Auditing;

/// <summary>One call in the audit.</summary>
/// <param name="Caller">Who made it.</param>
/// <param name="Method">The MCP method.</param>
/// <param name="Tool">The tool's name on the wire; null if it was no call of a tool.</param>
/// <param name="Decision"><c>allow</c>, <c>ask</c> or <c>deny</c>.</param>
/// <param name="Rule">The place of the rule that decided; null if none was about the call.</param>
/// <param name="Approval">How a person agreed: <c>terminal</c>, or the name of the approval; null if none did.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">From its arrival to its end.</param>
/// <param name="Arguments">Null to leave them out.</param>
internal sealed record AuditEntry(
    Caller Caller, string Method, string? Tool, string Decision, string? Rule, string? Approval, string Outcome, TimeSpan Duration, JsonElement? Arguments)
{
    /// <returns>One line of JSON.</returns>
    public string ToLine(DateTime now, ArgumentRedaction redaction) => Encoding.UTF8.GetString(PlainJson.WriteObject(writer =>
    {
        writer.WriteString("time"u8, now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        writer.WriteStartObject("caller"u8);
        if (Caller.ProcessId is { } id)
        {
            writer.WriteNumber("pid"u8, id);
        }

        writer.WriteString("program"u8, Caller.Program);
        writer.WriteStartArray("parents"u8);
        foreach (var parent in Caller.Parents)
        {
            writer.WriteStringValue(parent);
        }

        writer.WriteEndArray();
        writer.WriteString("workspace"u8, Caller.Workspace);
        writer.WriteEndObject();
        writer.WriteString("method"u8, Method);
        writer.WriteString("tool"u8, Tool);
        writer.WriteString("decision"u8, Decision);
        writer.WriteString("rule"u8, Rule);
        if (Approval is not null)
        {
            writer.WriteString("approval"u8, Approval);
        }

        writer.WriteString("outcome"u8, Outcome);
        writer.WriteNumber("durationMs"u8, Math.Round(Duration.TotalMilliseconds, 3));
        if (Arguments is { } arguments)
        {
            writer.WritePropertyName("arguments"u8);
            redaction.Write(writer, arguments);
        }
    }).Span);
}
