using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>What a token endpoint answered.</summary>
internal abstract record TokenAnswer
{
    public const string AssertionTokenType = "urn:ietf:params:oauth:token-type:id-jag";

    // What is over in a moment, whatever the status says. A client that asks too early for its device is told to slow down.
    private static readonly string[] MomentaryErrors =
        ["temporarily_unavailable", "slow_down", "server_error", "internal_error", "internal_server_error", "too_many_requests", "rate_limit_exceeded", "rate_limited"];

    // The specification's own, and what well-known servers say in their place.
    private static readonly string[] FinalErrors =
    [
        "invalid_grant", "invalid_client", "unauthorized_client", "bad_refresh_token", "invalid_refresh_token", "refresh_token_expired", "token_revoked", "token_expired",
        "incorrect_client_credentials",
    ];

    /// <param name="AccessToken">The new token.</param>
    /// <param name="RefreshToken">The one that replaces the old; null if the old one stays.</param>
    /// <param name="Lifetime">Of the access token, if the server says so.</param>
    /// <param name="Scope">What was granted, if it differs from what was asked for.</param>
    public sealed record Granted(string AccessToken, string? RefreshToken, TimeSpan? Lifetime, string? Scope) : TokenAnswer
    {
        /// <summary>Whether the server only gave it when it was not told what the token is for.</summary>
        public bool IsWithoutResource { get; init; }

        public override string ToString() => nameof(Granted);
    }

    /// <param name="Error">The specification's word, such as <c>invalid_grant</c>.</param>
    /// <param name="Words">The same, and what the server adds.</param>
    public sealed record Refused(string Error, string Words) : TokenAnswer
    {
        /// <summary>Whether the login or the client is of no use any more. Everything else may be different the next time.</summary>
        public bool IsFinal => FinalErrors.Contains(Error);

        /// <summary>Whether the server does not know the client.</summary>
        public bool IsAboutClient => Error is "invalid_client" or "unauthorized_client" or "incorrect_client_credentials";
    }

    /// <summary>The request was not answered, and may be repeated.</summary>
    public sealed record Unavailable(string Why) : TokenAnswer;

    /// <summary>
    /// Whether a server refuses to be told what a token is for. Microsoft Entra says so in numbers: 901002 and 9010010.
    /// </summary>
    public static bool IsAboutResource(string? error, string? description) =>
        error is "invalid_target"
        || (description is not null
            && (description.Contains("AADSTS901002", StringComparison.Ordinal)
                || description.Contains("AADSTS9010010", StringComparison.Ordinal)
                || (error is "invalid_request" && description.Contains("resource", StringComparison.OrdinalIgnoreCase))));

    /// <param name="server">Who answered, for people.</param>
    /// <param name="response">What it answered.</param>
    /// <param name="members">The response's body; undefined if that is not JSON.</param>
    public static TokenAnswer Read(string server, HttpResponseMessage response, JsonElement members)
    {
        var (status, error) = ((int)response.StatusCode, members.Words("error"u8));
        if (response.IsSuccessStatusCode && members.Words("access_token"u8) is { } token)
        {
            // We do not know how to send tokens of other kinds. An assertion is never sent as a token.
            return members.Words("issued_token_type"u8) is AssertionTokenType || string.Equals(members.Words("token_type"u8) ?? "Bearer", "Bearer", StringComparison.OrdinalIgnoreCase)
                ? new Granted(token, members.Words("refresh_token"u8), LifetimeIn(members), members.Words("scope"u8))
                : new Refused("unsupported_token_type", $"It issues tokens of type {PlainLine.Excerpt(members.Words("token_type"u8) ?? "nothing")}, but only Bearer is supported");
        }

        var words = error is null ? "" : PlainLine.Excerpt(error) + (members.Words("error_description"u8) is { } more ? $": {PlainLine.Excerpt(more)}" : "").TrimEnd('.');

        // A refusal is JSON with an error in it. A page is a proxy's, or of a server that is being replaced.
        return error is not null && status is not (>= 500 or 408 or 425 or 429) && !MomentaryErrors.Contains(error)
            ? new Refused(error, words)
            : new Unavailable($"The authorization server at {server} answered with status {status} ({response.StatusCode}){(error is not null ? $": {words}" : response.IsSuccessStatusCode ? " and no token" : "")}.");
    }

    private static TimeSpan? LifetimeIn(JsonElement members) =>
        members.Number("expires_in"u8) is { } seconds and >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds / 1000 ? TimeSpan.FromSeconds(seconds) : null;
}
