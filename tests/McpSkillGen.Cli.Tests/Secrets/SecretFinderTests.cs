using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime.Configuration;
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
    [InlineData("TOKEN", "$(secret-tool lookup service example)")]
    [InlineData(null, "TOKEN=$(secret-tool lookup service example) npx -y @example/server")]
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
    // A scheme before the secret, in a header, in an argument, in a text.
    [InlineData(null, "Authorization: Basic [dXNlcjpwYXNz]")]
    [InlineData("header", "Authorization:Basic [dXNlcjpwYXNz]")]
    [InlineData(null, "--header=Authorization: Token [abcdef]")]
    [InlineData(null, "X-Auth-Token: Key [abcdef]")]
    [InlineData(null, "Authorization: Basic ${CREDENTIALS}")]
    [InlineData("HEADERS", """{"Authorization":"Basic [dXNlcjpwYXNz]"}""")]
    // Flags: glued, with a colon, of Windows, of curl.
    [InlineData(null, "--access-token:[4e349d98729e7c6be9ff907a]")]
    [InlineData(null, "--cookie=[sid=abcdef1234567]")]
    [InlineData(null, "-p[hunter2hunter2]")]
    [InlineData(null, "/p:Password=[hunter2x]")]
    [InlineData(null, "/token:[abc123]")]
    [InlineData(null, "--password='[two words]'")]
    [InlineData(null, "//registry.npmjs.org/:_authToken=[abc]")]
    [InlineData("u", "admin:[hunter2]")]
    [InlineData("user", "me@example.com:[abc]")]
    [InlineData("user", "me:[s3cret]")]
    [InlineData("BASIC_AUTH", "admin:[hunter22]")]
    [InlineData("k", "[abc123def456]")]
    // Names.
    [InlineData("PIN", "[4711]")]
    [InlineData("CARD_PIN", "[471100]")]
    [InlineData("MNEMONIC", "[witch collapse practice feed shame open despair creek road again ice least]")]
    [InlineData("SEED_PHRASE", "[witch collapse practice]")]
    [InlineData("SEED", "[witch collapse practice feed shame open despair creek road again ice least]")]
    [InlineData("SEED", "[0x4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d]")]
    [InlineData("API_KEY_2", "[x]")]
    [InlineData("PASSCODE", "[x]")]
    // Connection strings.
    [InlineData("CONNECTION", "Server=db;User Id=sa;Password=[correct horse battery];Encrypt=true")]
    [InlineData("CONNECTION", "Server=db;Password='[a;b c]';Encrypt=true")]
    [InlineData("CONNECTION", "Server=db;Pwd={[a b]}")]
    [InlineData("DSN_TEXT", "host=db user=me password='[two words]' dbname=x")]
    [InlineData("JDBC", "jdbc:sqlserver://db:1433;user=sa;password=[two words];encrypt=true")]
    // Addresses that whoever knows them may call.
    [InlineData(null, "https://discord.com/api/v10/webhooks/[123456789012345678/abcdefghijklmnopqrstuvwxyz]")]
    [InlineData(null, "https://x.webhook.office.com/webhookb2/[0f1e2d3c-aaaa@bbbb/IncomingWebhook/abc/def]")]
    [InlineData(null, "https://hooks.zapier.com/hooks/catch/[123456/abcdef]")]
    [InlineData(null, "https://maker.ifttt.com/trigger/door/with/key/[abcdefghijk]")]
    [InlineData(null, "https://api.telegram.org/bot[1234567890:AAabcdefghijklmnopqrstuvwxyz123]/sendMessage")]
    [InlineData("SLACK_WEBHOOK_URL", "https://chat.example.com/[hooks/4b1c9e7f2a6d]")]
    [InlineData("WEBHOOK_URL", "http://localhost:5678/webhooks/slack")]
    [InlineData("X", "[key-0123456789abcdef0123456789abcdef]")]
    [InlineData("X", "[fc-0123456789abcdef0123456789abcdef]")]
    [InlineData("X", "[dapi0123456789abcdef0123456789abcdef]")]
    [InlineData("X", "[hvs.CAESIabcdefghijklmnopqrstuv]")]
    [InlineData("X", "https://n8n.example.com/webhook/[8f14e45f-ceea-467f-a0e6-b1d2c3d4e5f6]")]
    [InlineData("X", "Basic [dXNlcjpwYXNz]")]
    [InlineData(null, "X-Auth: Basic [abcdef]")]
    [InlineData(null, "--user=me:[s3cret]")]
    // What must stay.
    [InlineData("X", "Basic introduction to webhooks")]
    [InlineData("X", "https://example.com/docs/webhooks/getting-started")]
    [InlineData(null, "--user=1000:1000")]
    [InlineData("SEED", "42")]
    [InlineData("SEED", "demo")]
    [InlineData("CS_PIN", "13")]
    [InlineData("PIN_MODE", "1234")]
    [InlineData("u", "1000:1000")]
    [InlineData("u", "node:node")]
    [InlineData("u", "admin")]
    [InlineData("user", "https://example.com")]
    [InlineData("k", "8")]
    [InlineData("k", "insecure")]
    [InlineData("p", "8080")]
    [InlineData(null, "-p8080")]
    [InlineData(null, "-p8080:80")]
    [InlineData(null, "-port8080")]
    [InlineData(null, "-profile2")]
    [InlineData(null, "-python3.12")]
    [InlineData(null, "-p:Configuration=Release")]
    [InlineData(null, "/run/secrets:/secrets:ro")]
    [InlineData(null, "/c:x")]
    [InlineData(null, "X-Public-Token: abcdef12")]
    [InlineData(null, "key-value-store")]
    [InlineData(null, "fc-cache")]
    [InlineData(null, "ghcr.io/owner/image:1.2.3")]
    [InlineData(null, "localhost:5432:app")]
    [InlineData(null, "Authorization")]
    [InlineData(null, "--auth=basic")]
    [InlineData(null, "--token-file=/run/secrets/token")]
    [InlineData("AUTH", "host.example.com:8080")]
    [InlineData("TOKEN_STORE", "keychain")]
    [InlineData("TOKEN", "required")]
    [InlineData("CONNECTION", "Server=db;Database=my app;Encrypt=true")]
    [InlineData("WEBHOOK_PATH", "/hooks/abcdef12345678")]
    [InlineData("NODE_OPTIONS", "--max-old-space-size=4096 --require ./x.js")]
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

    [Theory]
    [InlineData("-phunter2hunter2", "ghp_0123456789abcdef0123456789abcdef0123")]
    [InlineData("--access-token:4e349d98729e7c6be9ff907a", "ghp_0123456789abcdef0123456789abcdef0123")]
    [InlineData("--0a1b2c3d4e5f", "ghp_0123456789abcdef0123456789abcdef0123")]
    [InlineData("--ghp_0123456789abcdef0123456789abcdef0123", "ghp_9876543210abcdef0123456789abcdef0123")]
    [InlineData("x", "https://h/?ghp_0123456789abcdef0123456789abcdef0123_token=hunter2hunter")]
    [InlineData("-hunter2secret", "abcdefgh12345678abcdefgh")]
    public void No_variable_is_named_after_a_secret(params string[] arguments)
    {
        var source = new ServerSource(null, new SkillConfig { Command = "x", Arguments = arguments }, "/", null, []);

        var moved = SecretMove.Out(source, "v", static _ => null);

        Assert.All(moved.Values.Keys, static name => Assert.Matches("^V_(?:TOKEN|PASSWORD|ACCESS_TOKEN)(?:_[2-9])?$", name));
    }
}
