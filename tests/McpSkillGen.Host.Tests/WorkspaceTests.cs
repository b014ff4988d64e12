using System.Text.Json.Nodes;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Tests.Support;

namespace McpSkillGen.Host.Tests;

/// <summary><c>"scope": "workspace"</c>: a server per project, which knows its project.</summary>
public sealed class WorkspaceTests
{
    [Fact]
    public void Two_workspaces_have_a_server_each_with_the_workspace_as_its_folder_and_root()
    {
        using var skill = new TempSkill().With("scope", "workspace");
        var launches = 0;
        foreach (var name in new[] { "one", "grün & 100%#?" })
        {
            skill.Workspace = skill.MakeFolder(name);
            using var host = TestHost.Start(skill, "--workspace", skill.Workspace);
            Assert.Equal("READY", host.FirstLine);
            using var client = host.ConnectAndGreet();
            Assert.Equal(skill.Workspace, client.CallForText("cwd"));
            var roots = JsonNode.Parse(client.CallForText("roots", id: 2))!["roots"]!.AsArray();
            var root = Assert.Single(roots)!;
            Assert.Equal(skill.Workspace, new Uri((string)root["uri"]!).LocalPath);
            Assert.Equal(name, (string?)root["name"]);
            Assert.Equal(++launches, skill.Journalled("launch").Count);
        }
    }

    [Fact]
    public void Server_that_all_callers_share_is_told_of_no_roots()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal("the client declares no roots", client.CallForText("roots"));
    }

    [Theory]
    [InlineData("workspace", true)]
    [InlineData("skill", false)]
    public void Introspection_declares_what_the_host_declares(string scope, bool declaresRoots)
    {
        using var skill = new TempSkill().With("scope", scope);
        using var host = TestHost.Launch(skill, ["introspect", "--config", skill.Folder.ConfigFile]);
        host.ErrorDataReceived += static (_, _) => { };
        host.BeginErrorReadLine();
        var catalog = host.StandardOutput.ReadToEnd();
        host.WaitForExit();
        Assert.Equal(0, host.ExitCode);
        Assert.Contains("\"tools\"", catalog, StringComparison.Ordinal);
        Assert.Equal([declaresRoots ? "roots elicitation" : "elicitation"], skill.Journalled("capabilities"));
    }

    [Theory]
    [InlineData("/home/me/project", "file:///home/me/project")]
    [InlineData("/", "file:///")]
    [InlineData("/a b/ü/100%/x#y?z", "file:///a%20b/%C3%BC/100%25/x%23y%3Fz")]
    [InlineData("/a%20b", "file:///a%2520b")]
    [InlineData("/back\\slash", "file:///back%5Cslash")]
    public void Root_is_a_file_uri_with_everything_else_escaped(string folder, string expected) =>
        Assert.Equal(expected, WorkspaceRoots.UriOf(folder));
}
