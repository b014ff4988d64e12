namespace McpSkillGen.Host.Authorization;

/// <summary>What came with the redirect.</summary>
/// <param name="Code">To be exchanged for tokens; null if the login failed.</param>
/// <param name="Issuer">Who sent it, if the server says so.</param>
/// <param name="Error">Why it failed: the specification's word.</param>
/// <param name="Description">The same in the server's words, if it says more.</param>
internal sealed record RedirectAnswer(string? Code, string? Issuer, string? Error, string? Description)
{
    /// <param name="query">The query of the address that the browser was sent back to.</param>
    /// <param name="state">Distinguishes this login from others.</param>
    /// <returns>Null if the address belongs to another login.</returns>
    public static RedirectAnswer? Read(string query, string state)
    {
        var values = QueryText.Parse(query);
        if (values.GetValueOrDefault("state") != state)
        {
            return null;
        }

        var error = values.GetValueOrDefault("error");
        var code = error is null ? values.GetValueOrDefault("code") : null;
        return new RedirectAnswer(
            code,
            values.GetValueOrDefault("iss"),
            error ?? (code is null ? "the server sent no code" : null),
            values.GetValueOrDefault("error_description"));
    }

    // The compiler's own ToString would print the code.
    public override string ToString() => nameof(RedirectAnswer);
}
