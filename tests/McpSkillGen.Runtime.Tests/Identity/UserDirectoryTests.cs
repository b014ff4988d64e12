using System.Runtime.Versioning;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Identity;

[UnsupportedOSPlatform("windows")]
public sealed class UserDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();

    public UserDirectoryTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps others out by the profile's access list.");

    private string Place => _folder["runtime"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_override_wins_then_the_session_then_tmp_by_user()
    {
        Assert.Equal("/x", UserDirectory.Runtime.Locate(new Variables { ["MCP_SKILL_RUNTIME_DIR"] = "/x", ["XDG_RUNTIME_DIR"] = _folder.Path }.Look));
        Assert.Equal("/x/link", UserDirectory.Runtime.Locate(new Variables { ["MCP_SKILL_RUNTIME_DIR"] = "/x/link/" }.Look));
        Assert.Equal(_folder["mcp-skill"], UserDirectory.Runtime.Locate(new Variables { ["XDG_RUNTIME_DIR"] = _folder.Path }.Look));
        Assert.Equal($"/tmp/mcp-skill-{Libc.GetEffectiveUserId()}", UserDirectory.Runtime.Locate(Variables.None));
        Assert.Equal(UserDirectory.Runtime.Locate(Variables.None), UserDirectory.Runtime.Locate(new Variables { ["MCP_SKILL_RUNTIME_DIR"] = "", ["XDG_RUNTIME_DIR"] = "relative" }.Look));
    }

    [Fact]
    public void A_session_that_is_not_this_users_or_is_gone_is_passed_over()
    {
        var usual = UserDirectory.Runtime.Locate(Variables.None);

        Assert.Equal(usual, UserDirectory.Runtime.Locate(new Variables { ["XDG_RUNTIME_DIR"] = _folder["gone"] }.Look));
        Assert.SkipUnless(Libc.GetEffectiveUserId() != 0 || Chown(_folder.Path, 65534, 65534) == 0, "Nobody else's folder is at hand.");
        Assert.Equal(usual, UserDirectory.Runtime.Locate(new Variables { ["XDG_RUNTIME_DIR"] = Libc.GetEffectiveUserId() == 0 ? _folder.Path : "/" }.Look));
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "chown", CharSet = System.Runtime.InteropServices.CharSet.Ansi)]
    private static extern int Chown(
        [System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [Fact]
    public void It_is_made_for_its_owner_alone_with_the_instance_inside()
    {
        var instance = Instance();

        UserDirectory.Runtime.Prepare(Place, instance.Folder);
        UserDirectory.Runtime.Prepare(Place, instance.Folder);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Place));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(instance.Folder));
        Assert.Null(UserDirectory.Runtime.WhyUnsafe(Place));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute, true)]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite, false)]
    public void The_store_may_be_read_by_others_and_not_be_written(UnixFileMode extra, bool isFine)
    {
        Directory.CreateDirectory(Place);
        File.SetUnixFileMode(Place, OwnerOnly | extra);

        Assert.Equal(isFine, UserDirectory.Store.WhyUnsafe(Place) is null);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void It_is_refused_when_it_is_open_to_others(UnixFileMode extra)
    {
        Directory.CreateDirectory(Place);
        File.SetUnixFileMode(Place, OwnerOnly | extra);

        Refused($"The runtime directory '{Place}' is open to other users. Remove it, or set MCP_SKILL_RUNTIME_DIR to a folder of your own.");
        Assert.Empty(Directory.GetFileSystemEntries(Place));
    }

    [Fact]
    public void It_is_refused_when_it_is_a_link_even_to_a_safe_folder()
    {
        Directory.CreateDirectory(_folder["elsewhere"], OwnerOnly);
        Directory.CreateSymbolicLink(Place, _folder["elsewhere"]);

        Refused($"The runtime directory '{Place}' is a symbolic link. Remove it, or set MCP_SKILL_RUNTIME_DIR to a folder of your own.");
    }

    [Fact]
    public void It_is_refused_when_it_belongs_to_somebody_else()
    {
        Assert.SkipWhen(Libc.GetEffectiveUserId() == 0, "Everything that is root's belongs to us.");

        Assert.Contains("belongs to user 0", UserDirectory.Runtime.WhyUnsafe("/"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_folder_that_is_a_link_is_refused_too()
    {
        Directory.CreateDirectory(Place, OwnerOnly);
        Directory.CreateSymbolicLink(Instance().Folder, _folder.Path);

        Assert.Contains("is a symbolic link", Assert.Throws<IOException>(() => UserDirectory.Runtime.Prepare(Place, Instance().Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_not_unsafe() => Assert.Null(UserDirectory.Runtime.WhyUnsafe(Place));

    [Fact]
    public void A_file_in_its_place_is_an_io_error()
    {
        _folder.Write("runtime", "");

        Assert.Throws<IOException>(() => UserDirectory.Runtime.Prepare(Place, Instance().Folder));
    }

    [Fact]
    public void Instances_are_told_apart_by_skill_folder_and_by_workspace()
    {
        InstancePaths[] all =
        [
            InstancePaths.For(Place, new SkillFolder("/a/skill")),
            InstancePaths.For(Place, new SkillFolder("/b/skill")),
            InstancePaths.For(Place, new SkillFolder("/a/skill"), "/project"),
            InstancePaths.For(Place, new SkillFolder("/a/skill"), "/other"),
        ];

        Assert.Equal(all.Length, all.Select(static instance => instance.Socket).Distinct().Count());
        Assert.All(all, instance => Assert.Equal(Place, Path.GetDirectoryName(instance.Folder)));
    }

    [Fact]
    public void The_owner_and_mode_of_a_file_are_told_without_following_links()
    {
        var file = _folder.Write("file", "");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupWrite | UnixFileMode.OtherExecute);
        File.CreateSymbolicLink(_folder["link"], file);

        Assert.Equal(
            new FileOwner(Libc.GetEffectiveUserId(), (UnixFileMode)Convert.ToInt32("421", 8), IsLink: false, IsOrdinary: true, default),
            FileOwner.TryGet(file)!.Value with { Identity = default });
        Assert.True(FileOwner.TryGet(_folder["link"])!.Value.IsLink);
        Assert.Equal((0u, false), (FileOwner.TryGet("/")!.Value.UserId, FileOwner.TryGet("/")!.Value.IsLink));
        Assert.Null(FileOwner.TryGet(_folder["nothing"]));
    }

    private InstancePaths Instance() => InstancePaths.For(Place, new SkillFolder(_folder["skill"]));

    private void Refused(string message)
    {
        Assert.Equal(message, UserDirectory.Runtime.WhyUnsafe(Place));
        Assert.Equal(message, Assert.Throws<IOException>(() => UserDirectory.Runtime.Prepare(Place, Instance().Folder)).Message);
    }
}
