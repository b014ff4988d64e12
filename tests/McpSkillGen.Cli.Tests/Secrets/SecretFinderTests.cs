using McpSkillGen.Runtime.Secrets;

namespace McpSkillGen.Cli.Tests.Secrets;

/// <summary>What counts as a secret, as a table: <c>[…]</c> marks what is found. The tokens are made up.</summary>
public sealed class SecretFinderTests
{
    private const string Hub = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345";

    [Theory]
    // By name.
    [InlineData("GITHUB_TOKEN", "[abc]")]
    [InlineData("API_KEY", "[x]")]
    [InlineData("apiKey", "[hunter2]")]
    [InlineData("OPENAI_KEY", "[abcdefgh12345678]")]
    [InlineData("DB_PASSWORD", "[correct horse battery staple]")]
    [InlineData("PGPASSWORD", "[12345678]")]
    [InlineData("MYSQL_PWD", "[pw]")]
    [InlineData("CLIENT_SECRET", "[s]")]
    [InlineData("X-Api-Key", "[k1]")]
    [InlineData("api-key", "[VALUE]")]
    [InlineData("Cookie", "[session=1]")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "[/bQx+kx/abcdEFGH]")]
    [InlineData("authtoken", "[abc]")]
    // Names that only sound like it.
    [InlineData("MAX_TOKENS", "4096")]
    [InlineData("TOKEN_LIMIT", "4096")]
    [InlineData("TOKEN", "4096")]
    [InlineData("KEYBOARD", "qwertz")]
    [InlineData("AUTHOR", "Ada Lovelace")]
    [InlineData("AUTH_TYPE", "oauth2")]
    [InlineData("AUTH", "basic")]
    [InlineData("SORT_KEY", "name")]
    [InlineData("PRIMARY_KEY", "id")]
    [InlineData("PUBLIC_KEY", "abc")]
    [InlineData("TOKEN_FILE", "/home/me/.token")]
    [InlineData("PRIVATE_KEY", "/home/me/.ssh/id_ed25519")]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS", "~/gcp.json")]
    [InlineData("SECRET_NAME", "prod/db")]
    [InlineData("TOKEN_URL", "https://example.com/oauth/token")]
    [InlineData("TOKEN", "${TOKEN}")]
    [InlineData("TOKEN", "${TOKEN:-none}")]
    [InlineData("TOKEN", "")]
    [InlineData("PWD", "somewhere")]
    [InlineData("USE_TOKEN", "true")]
    [InlineData("MONKEY", "see")]
    [InlineData("NODE_ENV", "production")]
    [InlineData("PROJECT_ID", "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms")]
    [InlineData("ROOT", "/home/user/Projects/My-Long-Project-Name-2024/Sources")]
    [InlineData(null, "@modelcontextprotocol/server-everything@2025.11.25")]
    [InlineData(null, "ghcr.io/o/i@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData(null, "6f1ed002ab5595859014ebf0951522d9d3a1e2f4")]
    [InlineData(null, "123e4567-e89b-12d3-a456-426614174000")]
    [InlineData(null, "https://example.com/v1/mcp?region=eu")]
    [InlineData(null, "http://localhost:8080/sse")]
    [InlineData(null, "MyVeryLongServiceNameWithoutAnyRandomness")]
    [InlineData(null, "--some-long-flag-with-many-words-and-2-numbers-3")]
    // By shape, whatever the name, in the middle of a text too.
    [InlineData("X", "[" + Hub + "]")]
    [InlineData("X", "[github_pat_11ABCDEFG0123456789_abcdefghij]")]
    [InlineData("X", "[sk-proj-abcdefghijklmnop1234]")]
    [InlineData("X", "[xoxb-123456789012-abcdefghijkl]")]
    [InlineData("X", "[AKIAABCDEFGHIJKLMNOP]")]
    [InlineData("X", "[AIzaSyA-abcdefghijklmnopqrstuvwxyz01234]")]
    [InlineData("X", "[glpat-abcdefghij1234567890]")]
    [InlineData("X", "[npm_abcdefghijklmnopqrstuvwxyz0123456789]")]
    [InlineData("X", "[eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-def]")]
    [InlineData("X", "[aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1]")]
    [InlineData("X", "deploy task-skiing-instructor-for-beginners-1")]
    [InlineData("Authorization", "Bearer [abc]")]
    [InlineData("Authorization", "Basic [dXNlcjpwYXNz]")]
    [InlineData("Authorization", "[plain-old-value]")]
    [InlineData("Authorization", "Bearer ${TOKEN}")]
    [InlineData("DATABASE_URL", "postgres://user:[p%40ss]@db.example.com:5432/app")]
    [InlineData("DATABASE_URL", "postgres://user:${PGPASSWORD}@db/app")]
    [InlineData("DATABASE_URL", "postgres://user@db/app")]
    [InlineData("CONNECTION", "Server=db;User Id=sa;Password=[hunter2];Encrypt=true")]
    [InlineData("OPENAPI_MCP_HEADERS", """{"Authorization": "Bearer [ntn_1234567890abcdef]", "Notion-Version": "2022-06-28"}""")]
    [InlineData(null, "--api-key=[VALUE]")]
    [InlineData(null, "API_KEY=[abc]")]
    [InlineData(null, "REGION=eu")]
    [InlineData(null, "Authorization: Bearer [abcdefgh1]")]
    [InlineData(null, "X-Api-Key: [abc]")]
    [InlineData(null, "https://example.com/mcp?api_key=[abc]&region=eu")]
    [InlineData(null, "https://mcp.example.com/s/[aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1]/mcp")]
    [InlineData(null, "https://hooks.slack.com/services/[T00000000/B00000000/abcdefghijklmnopqrstuvwx]")]
    public void A_secret_is_told_from_what_only_looks_like_one(string? name, string marked)
    {
        var value = marked.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);

        var found = value;
        foreach (var part in SecretFinder.Find(name, value).Reverse())
        {
            found = $"{found[..part.Start]}[{found[part.Start..(part.Start + part.Length)]}]{found[(part.Start + part.Length)..]}";
        }

        Assert.Equal(marked, found);
    }
}
