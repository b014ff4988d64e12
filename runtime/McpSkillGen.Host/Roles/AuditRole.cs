using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSkillGen.Host.Auditing;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Roles;

/// <summary>The role <c>audit</c>: prints the last calls of a skill.</summary>
internal sealed class AuditRole : IHostRole
{
    private const int DefaultCount = 20;
    private const int MaxCell = 200;

    public string Name => "audit";

    public string Grammar => "--skill DIR [--count N] [--json]";

    public Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        var count = options["--count"] ?? $"{DefaultCount}";
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted))
        {
            throw options.Wrong($"'{count}' is not a number of calls");
        }

        var source = ServerConfig.Read(Path.Combine(Path.GetFullPath(options.Require("--skill")), "mcp-config.json"));
        var file = AuditTrail.FileOf(source.Folder, Environment.GetEnvironmentVariable);
        var lines = new[] { file + ".1", file }.Where(File.Exists).SelectMany(ReadLines).TakeLast(wanted).ToArray();
        if (source.Config.Audit is AuditKind.None)
        {
            StandardStreams.WriteErrorLine("Calls are not audited now: add \"audit\": true to mcp-config.json.");
        }

        StandardStreams.Write(Encoding.UTF8.GetBytes(options.Has("--json") ? string.Concat(lines.Select(static line => line + "\n")) : Table(lines)));
        return Task.FromResult((int)ExitCode.Success);
    }

    // A host may be writing it.
    private static IEnumerable<string> ReadLines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string Table(string[] lines)
    {
        if (lines.Length == 0)
        {
            return "No call was audited.\n";
        }

        var table = new TextTable("time", "tool", "outcome", ">took", "decision", "rule", "caller", "workspace");
        foreach (var line in lines)
        {
            if (ForeignJson.TryParseObject(Encoding.UTF8.GetBytes(line), out var document, out _))
            {
                using (document)
                {
                    AddRow(table, document.RootElement);
                }
            }
        }

        var text = new StringBuilder();
        table.AppendTo(text);
        return text.ToString();
    }

    private static void AddRow(TextTable table, JsonElement call)
    {
        var caller = call.Member("caller"u8);
        var program = Path.GetFileName(caller.Text("program"u8) ?? "");
        var approval = call.Text("approval"u8);
        string[] cells =
        [
            call.Text("time"u8) ?? "",
            call.Text("tool"u8) ?? call.Text("method"u8) ?? "",
            call.Text("outcome"u8) ?? "",
            call.Number("durationMs"u8) is { } milliseconds ? HumanText.Duration(TimeSpan.FromMilliseconds(milliseconds)) : "",
            (call.Text("decision"u8) ?? "") + (approval is null ? "" : $" ({approval})"),
            call.Text("rule"u8) ?? "",
            string.Join(" < ", new[] { $"{program} {caller.Integer("pid"u8)}" }.Concat(caller.Texts("parents"u8) ?? [])),
            caller.Text("workspace"u8) ?? "",
        ];
        table.Add([.. cells.Select(static cell => cell.Length > MaxCell ? cell[..MaxCell] + "…" : cell)]);
    }
}
