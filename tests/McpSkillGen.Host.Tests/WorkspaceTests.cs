using System.Text.Json.Nodes;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Tests.Support;

namespace McpSkillGen.Host.Tests;

/// <summary>Where a server runs, and which project it is told of.</summary>
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
    public void Skill_outside_of_any_project_has_its_server_in_the_users_home_without_roots()
    {
        using var skill = new TempSkill();
        var home = skill.Variables["HOME"] = skill.MakeFolder("home");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal(home, client.CallForText("cwd"));
        Assert.Equal("the client declares no roots", client.CallForText("roots", id: 2));
        Assert.Equal(home, (string?)client.Ask("status")["workingFolder"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(".")]
    public void Skill_in_a_project_has_its_server_in_the_projects_root_which_is_its_one_root(string? cwd)
    {
        using var skill = new TempSkill();
        var project = Path.GetDirectoryName(skill.MakeFolder(".git"))!;
        if (cwd is not null)
        {
            skill.With("cwd", cwd);
        }

        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal(cwd is null ? project : skill.Folder.Root, client.CallForText("cwd"));
        var root = Assert.Single(JsonNode.Parse(client.CallForText("roots", id: 2))!["roots"]!.AsArray())!;
        Assert.Equal(project, new Uri((string)root["uri"]!).LocalPath);
    }

    [Theory]
    [InlineData("skill")]
    [InlineData("workspace")]
    public void Introspection_runs_the_server_where_calls_do_and_never_in_the_skills_folder(string scope)
    {
        using var skill = new TempSkill().With("scope", scope);
        var project = Path.GetDirectoryName(skill.MakeFolder(".git"))!;
        Assert.Equal(0, TestHost.Introspect(skill).ExitCode);
        Assert.Equal([project], skill.Journalled("cwd"));
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
