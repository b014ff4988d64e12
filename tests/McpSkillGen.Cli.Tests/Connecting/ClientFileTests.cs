using System.Text;
using McpSkillGen.Cli.Connecting;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Tests.Connecting;

/// <summary>What <c>mcpgen connect</c> writes into each client's file.</summary>
public sealed class ClientFileTests
{
    [Theory]
    [InlineData("claude", "{\n  \"mcpServers\": {\n    \"notes\": {\n      \"type\": \"stdio\",\n      \"command\": \"/s/notes\",\n      \"args\": [\n        \"mcp\"\n      ]\n    }\n  }\n}\n")]
    [InlineData("cursor", "{\n  \"mcpServers\": {\n    \"notes\": {\n      \"command\": \"/s/notes\",\n      \"args\": [\n        \"mcp\"\n      ]\n    }\n  }\n}\n")]
    [InlineData("gemini", "{\n  \"mcpServers\": {\n    \"notes\": {\n      \"command\": \"/s/notes\",\n      \"args\": [\n        \"mcp\"\n      ]\n    }\n  }\n}\n")]
    [InlineData("vscode", "{\n  \"servers\": {\n    \"notes\": {\n      \"type\": \"stdio\",\n      \"command\": \"/s/notes\",\n      \"args\": [\n        \"mcp\"\n      ]\n    }\n  }\n}\n")]
    [InlineData("codex", "[mcp_servers.notes]\ncommand = \"/s/notes\"\nargs = [\"mcp\"]\n")]
    public void A_file_that_is_not_there_is_made(string client, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(expected, Written(client, Path.Combine(folder.Path, "deep", "config")));
    }

    [Theory]
    [InlineData("claude", "{\n\t// mine\n\t\"numStartups\": 7,\n\t\"mcpServers\": {\n\t\t\"other\": { \"command\": \"x\" }, // why\n\t},\n}\n")]
    [InlineData("gemini", "{\r\n    \"theme\": \"dark\"\r\n}")]
    [InlineData("vscode", "{ \"inputs\": [], \"servers\": {} }")]
    [InlineData("cursor", "\uFEFF{\"mcpServers\":{\"notes-2\":{\"url\":\"https://a.example\"}}}")]
    [InlineData("codex", "model = \"o4\" # the good one\n\n[mcp_servers.other]\ncommand = \"x\"\n\n[mcp_servers.other.env]\nA = \"1\"\n")]
    public void Everything_that_was_there_stays_as_it_was_written(string client, string before)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "config");
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(before));
        var after = Written(client, file);
        Assert.Contains("/s/notes", after, StringComparison.Ordinal);

        // Taking what came away again leaves what was there.
        var start = 0;
        while (start < before.Length && before[start] == after[start])
        {
            start++;
        }

        Assert.EndsWith(before[start..].TrimEnd(), after.TrimEnd() + (client is "codex" ? before[start..] : ""), StringComparison.Ordinal);
        Assert.False(ClientFile.With(ConnectedClient.Of(client), file, "notes", "/s/notes").IsChanged);
    }

    [Fact]
    public void Line_ends_of_a_file_from_Windows_stay()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "config");
        File.WriteAllText(file, "[mcp_servers.other]\r\ncommand = \"x\"\r\n");
        Assert.DoesNotContain("\n", Written("codex", file).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_read_only_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "config");
        File.WriteAllText(file, "{}");
        File.SetAttributes(file, FileAttributes.ReadOnly);
        Assert.Contains("it is read-only", Assert.Throws<SkillException>(() => Written("claude", file)).Message, StringComparison.Ordinal);
        File.SetAttributes(file, FileAttributes.Normal);
    }

    [Theory]
    [InlineData("claude", "{\"mcpServers\": {\"notes\": {\"command\": \"old\", \"env\": {}}, \"other\": {\"command\": \"x\"}}}")]
    [InlineData("codex", "[mcp_servers.notes]\ncommand = \"old\"\n\n# of other\n[mcp_servers.other]\ncommand = \"x\"\n")]
    [InlineData("codex", "[mcp_servers.\"notes\"]\ncommand = \"old\"\n")]
    [InlineData("codex", "[mcp_servers.notes.env]\nA = \"old\"\n\n[mcp_servers.notes]\ncommand = \"old\"\n\n[mcp_servers.notes.env.deep]\nB = \"old\"\n")]
    public void An_older_entry_of_the_same_name_is_replaced(string client, string before)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "config");
        File.WriteAllText(file, before);
        var after = Written(client, file);
        Assert.DoesNotContain("\"old\"", after, StringComparison.Ordinal);
        Assert.Equal(before.Contains("other", StringComparison.Ordinal), after.Contains("\"x\"", StringComparison.Ordinal));
        Assert.Equal(before.Contains("# of other", StringComparison.Ordinal), after.Contains("# of other\n[mcp_servers.other]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("claude", "[1]")]
    [InlineData("claude", "{\"mcpServers\": [1]}")]
    [InlineData("claude", "{\"mcpServers\": ")]
    [InlineData("codex", "mcp_servers = { other = { command = \"x\" } }\n")]
    [InlineData("codex", "[mcp_servers]\nnotes = { command = \"old\" }\n")]
    public void A_file_that_cannot_be_added_to_without_loss_is_left_alone(string client, string before)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "config");
        File.WriteAllText(file, before);
        Assert.Throws<SkillException>(() => ClientFile.With(ConnectedClient.Of(client), file, "notes", "/s/notes"));
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public void The_difference_shows_what_comes_and_a_line_around_it()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "config");
        File.WriteAllText(file, "[a]\nb = 1\n");
        Assert.Equal(
            "    b = 1\n  + \n  + [mcp_servers.notes]\n  + command = \"/s/notes\"\n  + args = [\"mcp\"]\n",
            ClientFile.With(ConnectedClient.Of("codex"), file, "notes", "/s/notes").Difference());
    }

    [Fact]
    public void A_link_goes_on_leading_to_the_file_which_keeps_its_permissions()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has neither.");
            return;
        }

        using var folder = new TemporaryFolder();
        var (target, link) = (Path.Combine(folder.Path, "target"), Path.Combine(folder.Path, "link"));
        File.WriteAllText(target, "{}");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, target);
        Written("claude", link);
        Assert.Contains("/s/notes", File.ReadAllText(target), StringComparison.Ordinal);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    private static string Written(string client, string file)
    {
        ClientFile.With(ConnectedClient.Of(client), file, "notes", "/s/notes").Write();

        // With the mark that some editors begin a file with.
        return Encoding.UTF8.GetString(File.ReadAllBytes(file));
    }
}
