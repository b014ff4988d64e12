using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime.Tests.Identity;

public sealed class SkillFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("skill")]
    [InlineData("skill/")]
    [InlineData("skill/scripts")]
    [InlineData("skill/scripts/")]
    [InlineData("skill/executor/bin/Release/net10.0/")]
    public void A_skill_is_found_from_anywhere_inside_it_under_one_name(string from)
    {
        _folder.Write("skill/mcp-config.json", "{}");

        Assert.Equal(_folder["skill"], SkillFolder.Find(_folder[from])?.Root);
    }

    [Fact]
    public void The_nearest_config_wins()
    {
        _folder.Write("mcp-config.json", "{}");
        _folder.Write("inner/mcp-config.json", "{}");

        Assert.Equal(_folder["inner"], SkillFolder.Find(_folder["inner/scripts"])?.Root);
    }

    [Fact]
    public void A_skill_that_is_reached_through_a_link_is_the_same_skill()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        _folder.Write("real/skill/mcp-config.json", "{}");
        Directory.CreateSymbolicLink(_folder["linked"], _folder["real"]);
        Directory.CreateSymbolicLink(_folder["real/alias"], _folder["real/skill"]);

        Assert.Equal(_folder["real/skill"], SkillFolder.Find(_folder["linked/skill/scripts"])?.Root);
        Assert.Equal(_folder["real/skill"], SkillFolder.Find(_folder["linked/alias"])?.Root);
    }

    [Fact]
    public void Without_a_config_there_is_no_skill() => Assert.Null(SkillFolder.Find(_folder["nothing"]));

    [Fact]
    public void The_host_is_the_native_one_unless_only_the_portable_one_is_there()
    {
        var skill = new SkillFolder(_folder.Path);
        Assert.Equal(new HostProgram(skill.HostFile, IsPortable: false), HostProgram.Of(skill));

        var portable = _folder.Write("scripts/host/mcp-skill-host.dll", "");
        Assert.Equal(new HostProgram(portable, IsPortable: true), HostProgram.Of(skill));
        Assert.Equal(["dotnet", portable, "serve"], Started(HostProgram.Of(skill)));

        File.WriteAllText(skill.HostFile, "");
        Assert.Equal([skill.HostFile, "serve"], Started(HostProgram.Of(skill)));

        static string[] Started(HostProgram program) =>
            [program.StartInfo("serve").FileName, .. program.StartInfo("serve").ArgumentList];
    }

    [Theory]
    [InlineData("project/src/deep", "project")]
    [InlineData("project", "project")]
    [InlineData("loose/sub", "loose/sub")]
    public void A_workspace_is_the_nearest_folder_under_version_control(string from, string expected)
    {
        Directory.CreateDirectory(_folder["project/.git"]);
        Directory.CreateDirectory(_folder[from]);

        Assert.Equal(_folder[expected], WorkspaceRoot.Of(_folder[from]));
    }
}
