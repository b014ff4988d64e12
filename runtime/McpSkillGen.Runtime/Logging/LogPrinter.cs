using System.Text;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Logging;

/// <summary>Which lines of a log to print, and how.</summary>
/// <param name="Count">How many of the last matching lines.</param>
/// <param name="IsWanted">Whether a line matches.</param>
/// <param name="Follow">Continue with new lines until nobody reads standard output.</param>
/// <param name="AsJson">Print each line as an object.</param>
internal sealed record LogRequest(int Count, Func<LogLine, bool> IsWanted, bool Follow, bool AsJson)
{
    public const int DefaultCount = 20;
}

/// <summary>What <c>logs</c> prints. Only reads files: no host has to run.</summary>
internal static class LogPrinter
{
    // How late a new line may be, and how late it is noticed that the reader has gone.
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(100);

    /// <param name="instance">Whose.</param>
    /// <param name="request">Which.</param>
    /// <returns>How many lines there were at first.</returns>
    public static int Print(InstancePaths instance, LogRequest request)
    {
        using var reader = new HostLogReader(instance);
        var all = reader.ReadAll();
        Write(Chosen(all, request).TakeLast(request.Count), request);
        while (request.Follow && !StandardStreams.WaitUntilUnread(FollowInterval))
        {
            Write(Chosen(reader.ReadNew(), request), request);
        }

        return all.Count;
    }

    internal static string AsJson(LogLine line) => Encoding.UTF8.GetString(PlainJson.WriteObject(writer =>
    {
        writer.WriteString("time"u8, line.Time);
        writer.WriteString("kind"u8, line.Kind);
        if (line.CallName is not null)
        {
            writer.WriteString("name"u8, line.CallName);
        }

        writer.WriteString("text"u8, line.Text);
    }).Span);

    private static IEnumerable<LogLine> Chosen(IReadOnlyList<string> lines, LogRequest request) =>
        lines.Select(LogLine.Parse).Where(request.IsWanted);

    private static void Write(IEnumerable<LogLine> lines, LogRequest request)
    {
        var text = string.Concat(lines.Select(line => (request.AsJson ? AsJson(line) : PlainLine.Of(line.ToString())) + "\n"));
        if (text.Length > 0)
        {
            StandardStreams.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
