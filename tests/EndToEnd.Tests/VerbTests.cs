using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>mcpgen's verbs about skills that are made: with real skills, real hosts and real installers.</summary>
public sealed class VerbTests(SkillLibrary skills)
{
    [Fact]
    public async Task Installed_copy_works_from_any_folder_and_uninstalling_it_stops_its_host()
    {
        await using var skill = await skills.OpenFaultAsync();
        var project = MakeProject(skill);
        var copy = Path.Combine(project, ".agents", "skills", "fault");

        (await skill.ProgramInAsync(project, Built.Mcpgen, "install", skill.Folder)).Expect(0);

        Assert.Equal("hi\n", (await skill.ProgramInAsync("/", Path.Combine(copy, "scripts", "fault"), "echo", "--message", "hi")).Expect(0).Output);
        // Through the link it is the same skill, and so the same host.
        Assert.Equal("hi\n", (await skill.ProgramInAsync("/", Path.Combine(project, ".claude", "skills", "fault", "scripts", "fault"), "echo", "--message", "hi")).Expect(0).Output);
        Assert.Single(skill.JournalLines("launch"));
        (await skill.ProgramInAsync(project, Built.Mcpgen, "uninstall", "fault")).Expect(0);
        Assert.False(Directory.Exists(copy));
        Assert.Null(new FileInfo(Path.Combine(project, ".claude", "skills", "fault")).LinkTarget);
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "host and server are gone");
    }

    [Theory]
    [InlineData("skills", ".agents", "add", "-y", "--skill", "fault")]
    [InlineData("openskills", ".agent", "install", "-y", "--universal")]
    public async Task Skill_that_a_public_installer_copied_works_from_any_folder(string installer, string folder, string verb, params string[] flags)
    {
        var program = await NodeServers.ProgramAsync(installer);
        await using var skill = await skills.OpenFaultAsync();
        skill.SetVariable("DISABLE_TELEMETRY", "1");
        var project = MakeProject(skill);
        var source = Path.Combine(skill.Scratch, "source", "skills");
        Directory.CreateDirectory(source);
        (await skill.ProgramInAsync(source, "cp", "-r", skill.Folder, "fault")).Expect(0);

        (await skill.ProgramInAsync(project, program, [verb, Path.GetDirectoryName(source)!, .. flags])).Expect(0);

        var copy = Path.Combine(project, folder, "skills", "fault");
        var executor = Path.Combine(copy, "scripts", "fault");
        Assert.Equal("hi\n", (await skill.ProgramInAsync("/", executor, "echo", "--message", "hi")).Expect(0).Output);
        (await skill.ProgramInAsync("/", Built.Mcpgen, "test", copy, "--trust")).Expect(0);
        (await skill.ProgramInAsync("/", executor, "stop")).Expect(0);
    }

    [Fact]
    public async Task Test_tries_a_skill_and_stops_what_it_started()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.McpgenAsync("test", skill.Folder, "--trust", "--json")).Expect(0);

        var checks = JsonNode.Parse(ran.Output)!.AsArray();
        Assert.Equal(
            ["files", "catalog", "config", "list", "describe", "cold call", "warm call", "stop"], checks.Select(static check => (string?)check!["check"]));
        Assert.All(checks, static check => Assert.Equal("ok", (string?)check!["state"]));
        // Of all its tools the one that says that it only looks.
        Assert.Equal(["call look", "call look"], skill.JournalLines("call"));
        Assert.Null(await skill.StatusAsync());
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "nothing is left");
    }

    [Fact]
    public async Task Test_uses_a_host_that_runs_and_leaves_it_running()
    {
        await using var skill = await skills.OpenFaultAsync();
        var server = (await skill.RunAsync("pid")).Expect(0).Output;

        (await skill.McpgenAsync("test", skill.Folder, "--trust")).Expect(0);

        Assert.Equal(server, (await skill.RunAsync("pid")).Expect(0).Output);
    }

    [Theory]
    [InlineData("chmod -x scripts/fault", "files", "chmod +x ")]
    [InlineData("mv scripts/fault scripts/kept", "files", "mcpgen sync ")]
    [InlineData("sed -i 's/\"command\"/\"comand\"/' mcp-config.json", "config", "")]
    [InlineData("sed -i 's/\"add\"/\"plus\"/' mcp-catalog.json", "list", "mcpgen restore ")]
    [InlineData("sed -i 's|\"command\": *\"[^\"]*\"|\"command\":\"/bin/false\"|' mcp-config.json", "cold call", "")]
    public async Task Test_finds_what_is_broken_and_names_the_remedy(string damage, string subject, string remedy)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell");
        await using var skill = await skills.OpenFaultAsync();
        (await skill.ShellAsync($"cd '{skill.Folder}' && {damage}")).Expect(0);

        var ran = (await skill.McpgenAsync("test", skill.Folder, "--trust", "--json")).Expect(1);

        var broken = JsonNode.Parse(ran.Output)!.AsArray().Single(static check => (string?)check!["state"] == "error")!;
        Assert.Equal(subject, (string?)broken["check"]);
        Assert.Contains(remedy, (string?)broken["remedy"] ?? "", StringComparison.Ordinal);
        (await skill.ShellAsync($"cd '{skill.Folder}'/scripts && {{ [ ! -f kept ] || mv kept fault; }} && chmod +x fault")).Expect(0);
    }

    [Fact]
    public async Task List_shows_a_skill_by_its_host_from_anywhere_and_by_its_agents_from_its_project()
    {
        await using var skill = await skills.OpenFaultAsync();
        var project = MakeProject(skill);
        (await skill.RunAsync("echo", "--message", "hi")).Expect(0);
        (await skill.ProgramInAsync(project, Built.Mcpgen, "install", skill.Folder, "--agent", "goose")).Expect(0);

        var list = JsonNode.Parse((await skill.ProgramInAsync(project, Built.Mcpgen, "list", "--json")).Expect(0).Output)!.AsArray();

        var (original, copy) = (list.Single(entry => (string?)entry!["folder"] == skill.Folder)!, list.Single(entry => (string?)entry!["folder"] != skill.Folder)!);
        Assert.Equal(("ready", 0), ((string?)original["hosts"]![0]!["status"]!["state"], copy["hosts"]!.AsArray().Count));
        Assert.Equal(["goose"], copy["agents"]!.AsArray().Select(static key => (string?)key));
        Assert.Equal(("fault-server", 27), ((string?)copy["server"], (int)copy["tools"]!));
        var table = (await skill.ProgramInAsync(project, Built.Mcpgen, "list")).Expect(0).Output;
        Assert.Matches(@"(?m)^fault +fault-server 1\.2\.3 +27 +\d+ KB +- +goose +\.goose/skills/fault$", table);
    }

    [Fact]
    public async Task Doctor_finds_a_machine_that_builds_skills_fit_and_says_what_a_bad_runtime_directory_costs()
    {
        await using var skill = await skills.OpenFaultAsync();
        var project = MakeProject(skill);

        var fit = JsonNode.Parse((await skill.ProgramInAsync(project, Built.Mcpgen, "doctor", "--json")).Expect(0).Output)!.AsArray();
        Assert.DoesNotContain(fit, static check => (string?)check!["state"] == "error");
        Assert.Contains(fit, static check => (string?)check!["check"] == "sockets" && (string?)check["state"] == "ok");
        Assert.False(Directory.Exists(skill.RuntimeFolder) && Directory.EnumerateFileSystemEntries(skill.RuntimeFolder).Any());

        Directory.CreateDirectory(Path.Combine(project, ".agents", "skills", ".mcpgen-12345678"));
        skill.SetVariable("MCP_SKILL_RUNTIME_DIR", Path.Combine(skill.Scratch, new string('x', 120)));
        var unfit = (await skill.ProgramInAsync(project, Built.Mcpgen, "doctor")).Expect(0).Output;
        skill.SetVariable("MCP_SKILL_RUNTIME_DIR", skill.RuntimeFolder);
        Assert.Matches(@"! runtime +every call starts a server of its own: .* is too long for a socket's path\n    Set MCP_SKILL_RUNTIME_DIR to a short path", unfit);
        Assert.Matches(@"! leftovers .*\.mcpgen-12345678 is left of a skill whose making was interrupted\n    rm -r ", unfit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bash_completes_an_executor_by_its_path_and_by_its_name(bool isOnPath)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash");
        await using var skill = await skills.OpenFaultAsync();
        var command = isOnPath ? "fault" : skill.Executor;

        var script = $$"""
            PATH="{{Path.GetDirectoryName(skill.Executor)}}:$PATH"
            source <({{command}} completions bash)
            [[ $(complete -p fault) =~ -F\ ([^ ]+) ]] && function=${BASH_REMATCH[1]}
            ask() { COMP_WORDS=({{command}} "$@"); COMP_CWORD=$#; "$function"; echo "${COMPREPLY[*]}"; }
            ask ech
            ask add --
            ask call note
            ask completions f
            """;
        var ran = (await skill.ProgramAsync("/bin/bash", "-c", script)).Expect(0);

        Assert.Empty(ran.Error);
        Assert.Equal(
            ["echo echo-when", "--a --b --json --output --timeout --max-bytes --no-keep-alive --quiet --help --query --dry-run", "notes-add notes-list", "fish"],
            ran.Output.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(skill.RuntimeFolder));
    }

    [Fact]
    public async Task Bash_completes_mcpgen()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash");
        var script = $$"""
            PATH="{{Path.GetDirectoryName(Built.Mcpgen)}}:$PATH"
            source <(mcpgen completions bash)
            ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; _mcpgen; echo "${COMPREPLY[*]}"; }
            ask mcpgen inst
            ask /some/where/mcpgen install x --agent cu
            ask mcpgen install --sc
            """;

        var ran = await Ran.ProgramAsync("/bin/bash", ["-c", script]);

        Assert.Equal(["install", "cursor", "--scope"], ran.Expect(0).Output.TrimEnd().Split('\n'));
    }

    // Its own repository: else the project would be whatever the temporary folder lies in.
    private static string MakeProject(SkillSandbox skill) =>
        Directory.GetParent(Directory.CreateDirectory(Path.Combine(skill.Scratch, "project", ".git")).FullName)!.FullName;
}
