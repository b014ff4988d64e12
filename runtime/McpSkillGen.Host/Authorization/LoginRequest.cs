namespace McpSkillGen.Host.Authorization;

/// <summary>What a login is for.</summary>
/// <param name="Server">Where it is made.</param>
/// <param name="Resource">What the token is for; null if the authorization server is not told.</param>
/// <param name="Scope">What to ask for; null to leave it to the server.</param>
/// <param name="Known">The login of before at the same place; null if there is none, or it does not count.</param>
internal sealed record LoginRequest(AuthorizationServer Server, string? Resource, string? Scope, StoredLogin? Known);

/// <summary>What came of it.</summary>
/// <param name="Client">Who we are there.</param>
/// <param name="Resource">What the token is for; null if the authorization server does not want to know.</param>
/// <param name="Answer">The tokens, or why there are none.</param>
internal sealed record LoginOutcome(OAuthClient Client, string? Resource, TokenAnswer Answer);
