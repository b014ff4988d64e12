using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>What a caller without access is told: the reason, and the command to run.</summary>
internal static class Advice
{
    public static string NotLoggedIn(string server, string loginCommand, Challenge challenge) =>
        $"You are not logged in to {server}. Run: {loginCommand}"
        + (challenge.IsBearer ? "" : "\nIf the server wants a fixed token instead, put it into \"headers\" of mcp-config.json: \"Authorization\": \"Bearer ${TOKEN}\".");

    public static string Expired(string server, string loginCommand, string? why = null) =>
        $"The login to {server} has expired or was revoked{(why is null ? "" : $" ({why})")}. Run: {loginCommand}";

    /// <param name="server">Where the login is.</param>
    /// <param name="loginCommand">What a person runs to log in.</param>
    /// <param name="why">What was in the way, in sentences.</param>
    public static string NotNow(string server, string loginCommand, string why) =>
        $"The login to {server} could not be renewed, and is kept. {why} Call again later. If that does not help, run: {loginCommand} --force";

    public static string NeedsMore(string server, string loginCommand, string? scope) =>
        $"The server at {server} needs more permissions than the login has{(scope is null ? "" : $" ({PlainLine.Excerpt(scope)})")}. Run: {loginCommand}";

    public static string Unheeded(string server, string loginCommand) =>
        $"The server at {server} does not accept the login, though it was renewed a moment ago. Run: {loginCommand} --force";
}
