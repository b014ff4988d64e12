using System.Diagnostics;
using System.Runtime.InteropServices;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>A skill that arrives as text: its first call puts executor and host into the user's store.</summary>
public sealed class RestoreTests(SkillLibrary skills) : IDisposable
{
    private const string Building = "fault: building the executor for this machine, once\n";

    private readonly string _root = Directory.CreateTempSubdirectory("restore-").FullName;

    private string Store => Path.Combine(_root, "store");

    public void Dispose()
    {
        Open(_root);
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_committed_skill_is_cloned_and_called_in_an_empty_home_and_git_sees_no_change()
    {
        await using var skill = await OpenAsync();
        var origin = Path.Combine(skill.Scratch, "origin");
        var clone = Path.Combine(_root, "clone");
        await GitAsync(skill, skill.Folder, "init", "--quiet");
        await GitAsync(skill, skill.Folder, "add", "--all");
        await GitAsync(skill, skill.Folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "A skill");
        await GitAsync(skill, _root, "clone", "--quiet", skill.Folder, clone);
        Directory.Move(Path.Combine(skill.Folder, ".git"), origin);

        var first = (await skill.ProgramAsync(Path.Combine(clone, "scripts", "fault"), "echo", "--message", "hi")).Expect(0);
        var second = (await skill.ProgramAsync(Path.Combine(clone, "scripts", "fault"), "echo", "--message", "hi")).Expect(0);

        Assert.Equal(("hi\n", Building), (first.Output, first.Error));
        Assert.Equal(("hi\n", ""), (second.Output, second.Error));
        Assert.Equal("", await GitAsync(skill, clone, "status", "--porcelain"));
        (await skill.ProgramAsync(Path.Combine(clone, "scripts", "fault"), "stop")).Expect(0);
    }

    [Fact]
    public async Task Two_first_callers_build_once_and_a_killed_one_leaves_no_lock_and_no_network_is_needed()
    {
        await using var skill = await OpenAsync();
        skill.SetVariable("http_proxy", "http://127.0.0.1:9");
        skill.SetVariable("https_proxy", "http://127.0.0.1:9");
        skill.SetVariable("VERSION", "v1.2.3");
        var killed = skill.Start(arguments: ["list"]);
        await Eventually.TrueAsync(() => Directory.Exists(Path.Combine(Store, "packages")), "the build has begun");
        killed.Kill(entireProcessTree: true);
        await killed.WaitForExitAsync(TestContext.Current.CancellationToken);

        var both = await Task.WhenAll(skill.RunAsync("list"), skill.RunAsync("list"));

        Assert.All(both, static ran => ran.Expect(0));
        Assert.Single(both, static ran => ran.Error == Building);
        Assert.Single(Directory.GetDirectories(Path.Combine(Store, "executors")));
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("of another platform")]
    public async Task A_broken_executor_in_the_store_is_built_again(string how)
    {
        await using var skill = await OpenAsync();
        (await skill.RunAsync("list")).Expect(0);
        var program = skill.Programs[0];
        var whole = await File.ReadAllBytesAsync(program, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            program,
            how switch { "truncated" => whole[..1000], "empty" => [], _ => [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, .. whole[8..]] },
            TestContext.Current.CancellationToken);

        Assert.Equal(Building, (await skill.RunAsync("list")).Expect(0).Error);
        Assert.Equal("", (await skill.RunAsync("list")).Expect(0).Error);
    }

    [Fact]
    public async Task A_broken_host_in_the_store_is_built_again()
    {
        await using var skill = await OpenAsync();
        (await skill.RunAsync("list")).Expect(0);
        await File.WriteAllTextAsync(skill.Programs[1], "", TestContext.Current.CancellationToken);

        Assert.Equal("hi\n", (await skill.RunAsync("echo", "--message", "hi")).Expect(0).Output);
    }

    [Fact]
    public async Task Without_an_SDK_one_sentence_says_what_to_install()
    {
        await using var skill = await OpenAsync();
        skill.SetVariable("PATH", ProgramsWithoutDotNet());
        skill.SetVariable("DOTNET_ROOT", _root);

        var ran = (await skill.RunAsync("list")).Expect(3);

        Assert.Equal("", ran.Output);
        Assert.Contains("curl -fsSL https://dot.net", Assert.Single(ran.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_whose_PATH_has_nothing_of_the_system_finds_the_store_and_the_server_gets_that_PATH()
    {
        await using var skill = await OpenAsync();
        (await skill.RunAsync("list")).Expect(0);
        File.Delete(skill.NoteFile);
        skill.SetVariable("PATH", _root);

        var ran = (await skill.RunAsync("env", "--name", "PATH")).Expect(0);

        Assert.Equal((_root + "\n", ""), (ran.Output, ran.Error));
    }

    [Fact]
    public async Task Where_no_feed_has_the_package_all_of_them_are_named()
    {
        await using var skill = await OpenAsync();
        skill.SetVariable("MCP_SKILL_FEED", Path.Combine(_root, "nothing"));

        var ran = (await skill.RunAsync("list")).Expect(3);

        foreach (var place in new[] { Path.Combine(Store, "feed"), ".mcp-skill", Path.Combine(_root, "nothing") })
        {
            Assert.Contains(place, ran.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_package_of_the_same_name_and_version_is_refused()
    {
        await using var skill = await OpenAsync();
        var feed = Directory.CreateDirectory(Path.Combine(_root, "feed")).FullName;
        var package = Assert.Single(Directory.GetFiles(Feed));
        byte[] other = [.. await File.ReadAllBytesAsync(package, TestContext.Current.CancellationToken), 0];
        await File.WriteAllBytesAsync(Path.Combine(feed, Path.GetFileName(package)), other, TestContext.Current.CancellationToken);
        skill.SetVariable("MCP_SKILL_FEED", feed);

        Assert.Contains("is not the one that this skill was made with", (await skill.RunAsync("list")).Expect(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_another_skills_package_of_the_same_version_nothing_stays_in_the_store()
    {
        await using var skill = await OpenAsync();
        var version = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(Feed)))["McpSkillGen.".Length..];
        var package = Path.Combine(Store, "packages", "mcpskillgen", version.ToLowerInvariant());
        var analyzer = Path.Combine(Directory.CreateDirectory(Path.Combine(package, "analyzers", "dotnet", "cs")).FullName, "Stranger.dll");
        await File.WriteAllTextAsync(analyzer, "not even a library", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(package, ".nupkg.metadata"), """{ "version": 2, "contentHash": "of another", "source": "x" }""", TestContext.Current.CancellationToken);

        (await skill.RunAsync("list")).Expect(0);

        Assert.False(File.Exists(analyzer));
    }

    [Fact]
    public async Task A_surrounding_repository_has_no_say_in_the_build()
    {
        await using var skill = await OpenAsync();
        var repository = Path.GetDirectoryName(skill.Folder)!;
        foreach (var (name, text) in new[]
        {
            ("global.json", """{ "sdk": { "version": "1.0.0" } }"""),
            ("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net1.0</TargetFramework></PropertyGroup></Project>"),
            ("Directory.Build.targets", """<Project InitialTargets="No"><Target Name="No"><Error Text="no" /></Target></Project>"""),
            ("Directory.Packages.props", "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>"),
            ("NuGet.config", "<configuration><packageSources><clear /></packageSources></configuration>"),
        })
        {
            await File.WriteAllTextAsync(Path.Combine(repository, name), text, TestContext.Current.CancellationToken);
        }

        skill.SetVariable("Platform", "x86");
        skill.SetVariable("OutDir", "/nowhere");
        (await skill.ProgramInAsync(repository, skill.Executor, "list")).Expect(0);
    }

    [Fact]
    public async Task A_store_of_another_user_is_not_used()
    {
        await using var skill = await OpenAsync();
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName != "root", "Only root gives a folder to somebody else.");
        Directory.CreateDirectory(Store);
        (await skill.ProgramAsync("chown", "1", Store)).Expect(0);

        Assert.Contains("belongs to another user", (await skill.RunAsync("list")).Expect(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_nothing_half_written_is_run_later()
    {
        await using var skill = await OpenAsync();
        Directory.CreateDirectory(Store);
        var ran = await skill.ProgramAsync(
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
            $"mount -t tmpfs -o size=3m,mode=700 none '{Store}' || exit 99; \"$SKILL\" list; first=$?; mount -o remount,size=300m '{Store}'; \"$SKILL\" list && exit $first");
        SkipIfNothingCanBeMounted(ran);

        ran.Expect(3);
        Assert.Contains("No space left on device", ran.Error, StringComparison.Ordinal);
        Assert.Contains("echo", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_with_glibc_that_has_musl_beside_it_gets_programs_for_glibc()
    {
        Assert.SkipWhen(RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal), "This system has no glibc.");
        await using var skill = await OpenAsync();
        var ran = await skill.ProgramAsync(
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
            $"lib=$(readlink -f /lib) && mkdir '{_root}/upper' '{_root}/work' && mount -t overlay none -o \"lowerdir=$lib,upperdir={_root}/upper,workdir={_root}/work\" \"$lib\" || exit 99; "
            + "touch \"/lib/ld-musl-$(uname -m).so.1\"; \"$SKILL\" echo --message hi");
        SkipIfNothingCanBeMounted(ran);

        Assert.Equal("hi\n", ran.Expect(0).Output);
        Assert.EndsWith($"-{RuntimeInformation.RuntimeIdentifier}", Assert.Single(Directory.GetDirectories(Path.Combine(Store, "executors"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_skill_that_carries_its_programs_needs_no_SDK_and_no_store()
    {
        await using var skill = await OpenAsync();
        (await skill.McpgenAsync("pack", skill.Folder, "--rids", "any")).Expect(0);
        skill.SetVariable("MCP_SKILL_STORE_DIR", "/dev/null/store");
        skill.SetVariable("MCP_SKILL_FEED", null);

        var ran = (await skill.RunAsync("echo", "--message", "hi")).Expect(0);

        Assert.Equal(("hi\n", ""), (ran.Output, ran.Error));
    }

    [Fact]
    public async Task All_skills_below_a_folder_are_restored_ahead_of_calls()
    {
        await using var skill = await OpenAsync();
        (await skill.McpgenAsync("restore", skill.Root)).Expect(0);
        var ran = (await skill.RunAsync("list")).Expect(0);

        Assert.Equal("", ran.Error);
        Assert.DoesNotContain(".dll", string.Concat(skill.Programs), StringComparison.Ordinal);
        Assert.Contains("already", (await skill.McpgenAsync("restore", skill.Root)).Expect(0).Error, StringComparison.Ordinal);
    }

    private static string Feed => Path.Combine(Path.GetDirectoryName(Built.Mcpgen)!, "feed");

    /// <summary>A skill as it arrives, for a user who has nothing but a package cache: third parties' packages are not downloaded again.</summary>
    private async Task<SkillSandbox> OpenAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The launcher for Windows is a program of another shell.");
        var skill = await skills.OpenFaultAsync();
        skill.SetVariable("HOME", Directory.CreateDirectory(Path.Combine(_root, "home")).FullName);
        skill.SetVariable("NUGET_PACKAGES", Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));
        skill.SetVariable("MCP_SKILL_STORE_DIR", Store);
        skill.SetVariable("MCP_SKILL_FEED", Feed);
        skill.SetVariable("MCP_SKILL_LATER", "no");
        return skill;
    }

    private static async Task<string> GitAsync(SkillSandbox skill, string folder, params string[] arguments) =>
        (await skill.ProgramInAsync(folder, "git", arguments)).Expect(0).Output;

    private string ProgramsWithoutDotNet()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "bin")).FullName;
        foreach (var program in new[] { "sh", "ls", "uname", "mkdir", "ln", "rm", "mv", "readlink", "sha256sum", "env", "sed", "grep", "sleep" })
        {
            File.CreateSymbolicLink(Path.Combine(folder, program), new[] { "/usr/bin", "/bin" }.Select(place => Path.Combine(place, program)).First(File.Exists));
        }

        return folder;
    }

    private static void SkipIfNothingCanBeMounted(Ran ran) =>
        Assert.SkipWhen(
            ran.ExitCode is 99 || ran.Error.StartsWith("unshare:", StringComparison.Ordinal), $"This system does not let a test mount anything: {ran.Error}");

    private static void Open(string folder)
    {
        using var chown = Process.Start(new ProcessStartInfo("chmod", ["-R", "u+rwX", folder]));
        chown!.WaitForExit();
    }
}
