using System.Globalization;
using McpSkillGen.HttpFaultServer;

namespace Compatibility.Tests.Modes;

/// <summary>Servers of the transport before 2025-03-26, which name the address for messages themselves.</summary>
internal static class LegacySse
{
    public static IEnumerable<Mode> All { get; } =
    [
        Names("a path", static (_, path) => $"event: endpoint\ndata: {path}\n\n"),
        Names("a path without a space", static (_, path) => $"event:endpoint\ndata:{path}\n\n"),
        Names("a path after its data", static (_, path) => $"data: {path}\nevent: endpoint\n\n"),
        Names("a path with lines of Windows", static (_, path) => $"event: endpoint\r\ndata: {path}\r\n\r\n"),
        Names("a path after a comment and a ping", static (_, path) => $": hi\n\nevent: ping\ndata: 2026-01-01\n\nevent: endpoint\ndata: {path}\n\n"),
        Names("a whole address", static (server, path) => $"event: endpoint\ndata: http://127.0.0.1:{server.Port}{path}\n\n"),
        Names("this machine by another name", static (server, path) => $"event: endpoint\ndata: http://localhost:{server.Port}{path}\n\n"),
        Names("the address that it listens on", static (server, path) => $"event: endpoint\ndata: http://0.0.0.0:{server.Port}{path}\n\n"),
        Names("another server", static (_, path) => $"event: endpoint\ndata: https://internal.example:8443{path}\n\n") with
        {
            Outcome = new Outcome(4, "wants messages to be sent to another server, https://internal.example:8443"),
        },
        Names("a path that a proxy does not know", static (_, _) => "event: endpoint\ndata: /elsewhere/?session_id=1\n\n") with
        {
            Outcome = new Outcome(4, "/elsewhere/ answered with status 405 (MethodNotAllowed)", "named this address for messages. If a reverse proxy puts another path in front of it"),
        },
        Names("another port", static (server, path) => $"event: endpoint\ndata: http://127.0.0.1:{(server.Port + 1).ToString(CultureInfo.InvariantCulture)}{path}\n\n") with
        {
            Outcome = new Outcome(4, "wants messages to be sent to another server"),
        },
    ];

    private static Mode Names(string what, Func<FaultyHttpServer, string, string> greet) => new($"knows only the older transport and names {what}", Outcome.Answers)
    {
        Http = server => (server.IsSse, server.GreetsWith) = (true, path => greet(server, path)),
        IsOursAlone = true,
    };
}
