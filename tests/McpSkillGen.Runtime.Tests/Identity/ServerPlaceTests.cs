using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Identity;

/// <summary>Where a skill's server runs: in the project around it, else in the user's home.</summary>
public sealed class ServerPlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Home => RealPath.Of(Directory.CreateDirectory(_folder["home"]).FullName);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("p/.agents/skills/x")]
    [InlineData("p/.claude/skills/x")]
    [InlineData("p/.github/skills/x")]
    [InlineData("p/.cursor/skills/x")]
    [InlineData("p/.gemini/skills/x")]
    [InlineData("p/.another/skills/x")]
    [InlineData("p/skills/x")]
    [InlineData("p/skills/group/x")]
    [InlineData("home/p/.claude/skills/x", "home/p")]
    [InlineData("home/p/skills/x", "home/p")]
    public void A_folder_that_holds_skills_is_a_project(string skill, string project = "p") => Assert.Equal(_folder[project], ProjectOf(skill));

    [Theory]
    [InlineData("p/a/b/.claude/skills/x", "p")]
    [InlineData("p/docs/skills/x", "p")]
    [InlineData("p/tools/x", "p")]
    [InlineData("p/x", "p")]
    [InlineData("home/p/x", "home/p")]
    [InlineData("home/.cursor/worktrees/p/.claude/skills/x", "home/.cursor/worktrees/p")]
    public void The_nearest_folder_under_version_control_is_the_project(string skill, string project)
    {
        Directory.CreateDirectory(_folder[project + "/.git"]);

        Assert.Equal(_folder[project], ProjectOf(skill));
    }

    [Theory]
    [InlineData("p/x")]
    [InlineData("home/.claude/skills/x")]
    [InlineData("home/.agents/skills/x")]
    [InlineData("home/.config/opencode/skills/x")]
    [InlineData("home/.pi/agent/skills/x")]
    [InlineData("home/skills/x")]
    [InlineData("home/x")]
    public void Outside_of_a_project_it_is_the_users_home_also_if_settings_are_under_version_control(string skill)
    {
        foreach (var versioned in new[] { "home/.git", "home/.claude/.git", "home/.claude/skills/.git", "p/x/.git" })
        {
            Directory.CreateDirectory(_folder[versioned]);
        }

        Assert.Equal((Home, null), Of(skill));
    }

    [Fact]
    public void A_workspace_is_the_callers_and_without_a_caller_it_is_the_skills()
    {
        Assert.Equal(("/w", "/w"), Of("p/skills/x", InstanceScope.Workspace, "/w"));
        Assert.Equal((_folder["p"], _folder["p"]), Of("p/skills/x", InstanceScope.Workspace));
        Assert.Equal((Home, Home), Of("x", InstanceScope.Workspace));
    }

    [Fact]
    public void Whoever_has_no_home_has_the_folder_for_temporary_files()
    {
        var place = ServerPlace.Of(new SkillFolder(_folder["x"]), new SkillConfig(), null, new Variables { ["HOME"] = _folder["none"] }.Look);

        Assert.Equal(RealPath.Of(Path.GetTempPath()), place.Folder);
    }

    [Theory]
    [InlineData("p/sub/deep", "p")]
    [InlineData("q/sub", "q")]
    [InlineData("r", null)]
    [InlineData("home", null)]
    public void The_root_of_a_server_with_a_folder_of_its_own_is_the_project_around_that(string cwd, string? project)
    {
        Directory.CreateDirectory(_folder["p/.hg"]);
        _folder.Write("q/.mcp.json", "{}");
        _folder.Write("home/.mcp.json", "{}");
        var config = new SkillConfig { Command = "x", WorkingDirectory = _folder[cwd] };
        var place = ServerPlace.Of(new SkillFolder(_folder["other/skills/x"]), config, null, new Variables { ["HOME"] = Home }.Look);

        var root = place.RootOf(config, new LaunchResolver(Variables.None).Resolve(config, _folder.Path, place.Folder));

        Assert.Equal(project is null ? null : _folder[project], root);
    }

    [Fact]
    public void A_server_on_the_network_is_told_of_no_folder()
    {
        var config = new SkillConfig { Transport = TransportKind.Http, Url = "http://localhost/" };
        var place = ServerPlace.Of(new SkillFolder(_folder["p/skills/x"]), config, null, new Variables { ["HOME"] = Home }.Look);

        Assert.Null(place.RootOf(config, new LaunchResolver(Variables.None).Resolve(config, _folder.Path)));
    }

    private string? ProjectOf(string skill) => Of(skill).Project;

    private (string Folder, string? Project) Of(string skill, InstanceScope scope = InstanceScope.Skill, string? workspace = null)
    {
        var place = ServerPlace.Of(
            new SkillFolder(_folder[skill]), new SkillConfig { Scope = scope }, workspace, new Variables { ["HOME"] = Home }.Look);
        return (place.Folder, place.Project);
    }
}
