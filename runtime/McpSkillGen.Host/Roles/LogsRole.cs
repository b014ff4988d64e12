using System.Globalization;
using McpSkillGen.Host.Instances;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Logging;

namespace McpSkillGen.Host.Roles;

/// <summary>The role <c>logs</c>: prints the end of an instance's log, and what comes after it.</summary>
internal sealed class LogsRole : IHostRole
{
    public string Name => "logs";

    public string Grammar => "--instance ID [--count N] [--tool TOOL] [--follow] [--json]";

    public Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        var paths = InstanceSurvey.Find([options.Require("--instance")])[0];
        var count = options["--count"] ?? $"{LogRequest.DefaultCount}";
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var lines))
        {
            throw options.Wrong($"'{count}' is not a number of lines");
        }

        // Its name on the wire, or on the command line.
        var wanted = options["--tool"] is { } tool ? Loosely(LogLine.EscapeName(tool)) : null;
        LogPrinter.Print(paths, new LogRequest(
            lines, line => wanted is null || (line.CallName is { } name && Loosely(name) == wanted), options.Has("--follow"), options.Has("--json")));
        return Task.FromResult((int)ExitCode.Success);
    }

    // Without the catalog, only the letters tell that "get-sum" is "get_sum".
    private static string Loosely(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)) is { Length: > 0 } letters ? letters.ToLowerInvariant() : name;
}
