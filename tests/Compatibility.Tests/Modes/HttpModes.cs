using Microsoft.AspNetCore.Http;

namespace Compatibility.Tests.Modes;

/// <summary>What servers do over HTTP that the transport's specification does not know.</summary>
internal static class HttpModes
{
    public static IEnumerable<Mode> All { get; } =
    [
        Body("writes a space before its bodies", static body => " " + body),
        new("forgets its sessions", Outcome.Answers) { Between = static server => server.ForgetSessions() },
    ];

    /// <summary>A server that writes its JSON in its own way.</summary>
    private static Mode Body(string name, Func<string, string> write) => new(name, Outcome.Answers)
    {
        Http = server => server.OnAnswer = (context, body) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(write(body));
        },
    };
}
