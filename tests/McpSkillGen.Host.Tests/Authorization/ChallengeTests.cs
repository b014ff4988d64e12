using McpSkillGen.Host.Authorization;

namespace McpSkillGen.Host.Tests.Authorization;

/// <summary>What a server's words mean, and whether it may speak for itself.</summary>
public sealed class ChallengeTests
{
    [Theory]
    [InlineData("""Bearer resource_metadata="https://a/b", scope="x y", error="invalid_token" """, "https://a/b", "x y", "invalid_token")]
    [InlineData("""Bearer error="insufficient_scope", error_description="needs, \"more\"", scope=x""", null, "x", "insufficient_scope")]
    [InlineData("""Basic realm="a", bearer scope="x", Digest realm="c" """, null, "x", null)]
    [InlineData("Bearer", null, null, null)]
    [InlineData("""Bearer scope="never ends""", null, "never ends", null)]
    public void Parameters_are_read_as_they_are_written(string header, string? metadata, string? scope, string? error) =>
        Assert.Equal(new Challenge(IsBearer: true, metadata, scope, error), Challenge.Parse(header));

    [Fact]
    public void Other_scheme_is_no_challenge_of_ours() => Assert.Null(Challenge.Parse("Basic realm=\"a\""));

    [Theory]
    [InlineData("https://a.example/mcp", true)]
    [InlineData("https://a.example", true)]
    [InlineData("https://A.example:443/", true)]
    [InlineData("https://a.example/mc", false)]
    [InlineData("https://a.example/mcp/more", false)]
    [InlineData("https://b.example/mcp", false)]
    [InlineData("http://a.example/mcp", false)]
    [InlineData("mcp", false)]
    public void Server_speaks_for_its_own_origin_and_path_only(string resource, bool isCovered) =>
        Assert.Equal(isCovered, Discovery.Covers(resource, new Uri("https://a.example/mcp")));
}
