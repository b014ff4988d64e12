using McpSkillGen.Cli.Configs;

namespace McpSkillGen.Cli.Tests.Configs;

public sealed class ServerNamesTests
{
    [Theory]
    [InlineData("npx -y @modelcontextprotocol/server-everything", "everything")]
    [InlineData("npx -y @modelcontextprotocol/server-everything@2025.11.25 stdio", "everything")]
    [InlineData("npx -y @x/server", "x")]
    [InlineData("npx @playwright/mcp@latest --headless", "playwright")]
    [InlineData("npx -y @upstash/context7-mcp", "context7")]
    [InlineData("npx -p @x/weather-mcp-server weather", "weather")]
    [InlineData("uvx mcp-server-time --local-timezone=Europe/Berlin", "time")]
    [InlineData("uvx --from git+https://github.com/o/serena serena start-mcp-server", "serena")]
    [InlineData("uv run --directory /srv/x weather.py", "weather")]
    [InlineData("python -m mcp_server_fetch", "fetch")]
    [InlineData("dnx X.Weather@1.0.0 --yes", "x.weather")]
    [InlineData("docker run -i --rm -e TOKEN ghcr.io/github/github-mcp-server:1.0", "github")]
    [InlineData("docker run -i mcp/time", "time")]
    [InlineData("node /srv/notes/dist/index.js", "notes")]
    [InlineData("node server.js", null)]
    [InlineData("/usr/local/bin/mcp-grafana", "grafana")]
    public void A_name_is_derived_from_the_package(string command, string? name) => Assert.Equal(name, ServerNames.OfCommand(command.Split(' ')));

    [Theory]
    [InlineData("https://mcp.deepwiki.com/mcp", "deepwiki")]
    [InlineData("https://api.githubcopilot.com/mcp/", "githubcopilot")]
    [InlineData("https://example.co.uk/mcp", "example")]
    [InlineData("http://localhost:3000/mcp", null)]
    [InlineData("http://127.0.0.1:3000/weather/mcp", "weather")]
    public void A_name_is_derived_from_the_address(string url, string? name) => Assert.Equal(name, ServerNames.OfAddress(url));
}
