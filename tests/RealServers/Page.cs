using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RealServers;

/// <summary>The table of outcomes: <c>docs/real-servers.md</c>.</summary>
internal static class Page
{
    private const int LineLimit = 80;

    /// <param name="servers">All servers, in the table's order.</param>
    /// <param name="outcomes">Those of this run.</param>
    /// <param name="earlier">The page as it was: servers that were not run keep their row.</param>
    public static string Of(IReadOnlyList<ServerEntry> servers, IReadOnlyList<Outcome> outcomes, string earlier)
    {
        var old = earlier.Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).ToArray();
        var rows = servers
            .Select(server => (Server: server, Row: outcomes.FirstOrDefault(outcome => outcome.Server == server) is { } outcome
                ? Row(outcome)
                : old.FirstOrDefault(line => line.StartsWith($"| {Named(server)} |", StringComparison.Ordinal))))
            .Where(static entry => entry.Row is not null)
            .ToArray();
        var shown = rows.Select(static entry => entry.Server).ToArray();
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            # Real servers

            {rows.Length} MCP servers, of {Counted(shown, static server => server.Ecosystem)}; over {Counted(shown, static server => server.Transport ?? "stdio")}. For each,
            `mcpgen scaffold` makes a skill, and its native executor calls a tool. The program fails if a server does not do what
            `tests/RealServers/servers.json` says:

            ```sh
            dotnet run --project tests/RealServers            # all of them
            dotnet run --project tests/RealServers -- github  # one
            dotnet run --project tests/RealServers -- --made  # only the calls, with the skills of an earlier run
            ```

            Most are packages of npm; those in Go, Rust and Bun, and one in C#, are programs that npm packages carry. The others lie beside the
            program. Those in C# have the shapes of the official samples; those in Python, Java and PHP answer as FastMCP, the Java SDK and PHP
            frameworks do, and need `python3`, `java` (a JDK) and `php`. `nginx` stands in front of some, with the settings in
            `tests/RealServers/fronts`: buffered, cut off after a second, compressed, below a path, with a cookie for each replica. Two gateways
            pass on a server that speaks standard input and output.

            Servers that need an account get a dummy, and the machine only reaches its package registry, so for some the expected outcome is a clear
            error with exit code 1. A *cold* call starts the host, and the server unless it is one over HTTP; *warm* is the median of up to 20 later
            calls. Both are whole processes, from `posix_spawn` to the end of `waitpid`. A warm call takes what the server takes, plus about 5 ms on
            an idle machine. After `stop`, no process of any server is left.

            Machine: {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores; {RuntimeInformation.FrameworkDescription}.
            Tokens are those of `mcpgen measure`: name, description and input schema of every tool, compared with the whole SKILL.md.

            | server | ecosystem | transport | version | MCP | tools | tokens: schemas → SKILL.md | call | outcome | cold ms | warm ms |
            |---|---|---|---|---|---|---|---|---|---|---|

            """);
        foreach (var (_, row) in rows)
        {
            text.Append(row).Append('\n');
        }

        return text.ToString();
    }

    private static string Row(Outcome outcome) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Named(outcome.Server)} | {outcome.Server.Ecosystem} | {Transport(outcome.Server)} | {outcome.Version} | {outcome.ProtocolVersion} | {outcome.ToolCount} | {outcome.SchemaTokens:N0} → {outcome.PageTokens:N0} | `{outcome.Server.Tool}` | {(outcome.IsAnswer ? "answers" : "expected error")}: {Quoted(outcome.Line)} | {outcome.Cold.TotalMilliseconds:0} | {outcome.Warm.TotalMilliseconds:0.0} |");

    private static string Counted(IEnumerable<ServerEntry> servers, Func<ServerEntry, string> kind) =>
        string.Join(", ", servers.GroupBy(kind).OrderByDescending(static group => group.Count()).Select(static group => $"{group.Count()} {group.Key}"));

    private static string Named(ServerEntry server) => server.Package is { } package ? $"{server.Name}: `{package}`" : server.Name;

    private static string Transport(ServerEntry server) => (server.Transport ?? "stdio") + (server.Front is null ? "" : ", nginx");

    // A line of a server's text as a cell: what would end the cell, or the code in it, goes.
    private static string Quoted(string line)
    {
        var shown = line.Length > LineLimit ? line[..LineLimit].TrimEnd() + "…" : line;
        return $"`{shown.Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";
    }
}
