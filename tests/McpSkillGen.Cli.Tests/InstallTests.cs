using McpSkillGen.Cli.Installing;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Cli.Validation;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Tests;

/// <summary>What goes where, and what is left alone. The copies of real skills are called in EndToEnd.Tests.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _stopped = [];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> AgentKeys => [.. Agents.Keys];

    private Agents AgentsHere => new(_folder["home"], static _ => null);

    private string Project => _folder["project"];

    [Fact]
    public async Task Without_an_agent_there_is_one_copy_that_most_agents_read_and_a_relative_link_for_the_one_that_reads_another()
    {
        var skill = MakeSkill("source/notes");

        var outcomes = await InstallAsync(skill);

        Assert.Equal(["copied", "linked"], outcomes.Select(static outcome => outcome.Outcome));
        Assert.Equal("../../.agents/skills/notes", new DirectoryInfo(_folder["project/.claude/skills/notes"]).LinkTarget);
        Assert.Equal("Hello.", _folder.Read("project/.claude/skills/notes/README.md"));
        Assert.Equal(["linked", "replaced"], (await InstallAsync(skill)).Select(static outcome => outcome.Outcome).Order());
        Assert.DoesNotContain(_folder.Files("project"), static file => file.Contains(".mcpgen-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mcpgens_own_skill_is_installed_updated_and_removed_like_others()
    {
        var guide = McpgenGuide.WriteIn(_folder["scratch"]);

        Assert.Equal(["copied", "linked"], (await InstallAsync(guide)).Select(static outcome => outcome.Outcome));
        _folder.Write("project/.agents/skills/mcpgen/SKILL.md", _folder.Read("project/.agents/skills/mcpgen/SKILL.md") + "older");
        Assert.Equal(["linked", "replaced"], (await InstallAsync(guide)).Select(static outcome => outcome.Outcome).Order());

        Assert.Equal(_folder.Read("scratch/mcpgen/SKILL.md"), _folder.Read("project/.claude/skills/mcpgen/SKILL.md"));
        Assert.Empty(SkillValidation.Check(_folder["project/.agents/skills/mcpgen"]));
        Assert.Equal(2, (await Installer().UninstallAsync("mcpgen", Places("mcpgen", SkillScope.Project), TestContext.Current.CancellationToken)).Count);
        Assert.False(Directory.Exists(_folder["project/.agents/skills/mcpgen"]));
    }

    [Fact]
    public async Task Mcpgens_own_skill_does_not_replace_somebody_elses_of_that_name()
    {
        _folder.Write("project/.agents/skills/mcpgen/SKILL.md", "---\nname: mcpgen\ndescription: mine\n---\n");

        Assert.Contains("did not make", (await Assert.ThrowsAsync<SkillException>(() => InstallAsync(McpgenGuide.WriteIn(_folder["scratch"])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mcpgens_own_skill_is_short()
    {
        var page = McpgenGuide.WriteIn(_folder["scratch"]);
        var text = File.ReadAllText(Path.Combine(page.Folder, "SKILL.md"));

        Assert.InRange(TokenCount.Of(text), 200, 1_200);
        Assert.InRange(TokenCount.Of(text.Split('\n').Single(static line => line.StartsWith("description: ", StringComparison.Ordinal))), 30, 100);
    }

    [Theory]
    [MemberData(nameof(AgentKeys))]
    public async Task Each_agent_has_its_own_folder_in_a_project_and_at_home(string agent)
    {
        var row = File.ReadLines(Repository.PathOf("docs/mcpgen.md")).Select(static line => line.Split('|'))
            .Single(cells => cells.Length == 5 && cells[1].Contains($"`{agent}`", StringComparison.Ordinal));
        var (project, home) = ($"project/{row[2].Split('`')[1]}", row[3].Split('`')[1].Replace("~", "home", StringComparison.Ordinal));
        var skill = MakeSkill("source/notes");

        await InstallAsync(skill, SkillScope.Project, agent);
        await InstallAsync(skill, SkillScope.User, agent);

        Assert.True(File.Exists(_folder[$"{project}/notes/SKILL.md"]));
        Assert.True(File.Exists(_folder[$"{home}/notes/SKILL.md"]));
    }

    [Fact]
    public void Claude_codes_own_variable_moves_its_folder() =>
        Assert.Equal(
            [Path.Combine(_folder["elsewhere"], "skills")],
            new Agents(_folder["home"], name => name == "CLAUDE_CONFIG_DIR" ? _folder["elsewhere"] : null)["claude"].UserFolders);

    [Fact]
    public void Several_agents_that_read_one_folder_get_one_copy()
    {
        var places = InstallPlace.For("notes", ["codex", "agents", "claude", "codex"], SkillScope.Project, AgentsHere, Project);

        Assert.Equal([["codex", "agents"], ["claude"]], places.Select(static place => place.Agents));
    }

    [Theory]
    [InlineData("pipe", "pipe' is a pipe, a socket or a device, not a file.")]
    [InlineData("references/pipe", "pipe' is a pipe, a socket or a device, not a file.")]
    public async Task A_pipe_in_a_skill_is_refused_and_nobody_waits_for_it(string path, string message)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such files there.");
        var skill = MakeSkill("source/notes");
        Directory.CreateDirectory(_folder["source/notes/references"]);
        await ChildProcess.RunAsync(["mkfifo", _folder[$"source/notes/{path}"]], _folder.Path, null, TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<SkillException>(() => InstallAsync(skill));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["project/.agents/skills/notes"]));
    }

    [Fact]
    public async Task A_folder_whose_page_is_a_pipe_is_no_skill()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such files there.");
        Directory.CreateDirectory(_folder["odd"]);
        await ChildProcess.RunAsync(["mkfifo", _folder["odd/SKILL.md"]], _folder.Path, null, TestContext.Current.CancellationToken);

        Assert.Null(SkillOnDisk.At(_folder["odd"]));
        Assert.Equal("page-missing", SkillValidation.Check(_folder["odd"])[0].Rule);
    }

    [Fact]
    public async Task A_copy_stands_on_its_own_and_keeps_secrets_to_its_owner()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes and links");
            return;
        }

        var skill = MakeSkill("source/notes");
        _folder.Write("source/notes/.env", "TOKEN=1\n");
        _folder.Write("source/notes/executor/bin/x.dll", "");
        _folder.Write("source/notes/executor/obj/x.json", "");
        _folder.Write("source/notes/executor/lib/bin/kept.txt", "");
        _folder.Write("source/notes/.mcp.pid", "1\n2\n");
        File.CreateSymbolicLink(_folder["source/notes/inside.md"], "README.md");
        File.SetUnixFileMode(_folder["source/notes/README.md"], UnixFileMode.UserRead);

        await InstallAsync(skill, SkillScope.Project, "agents");

        Assert.Equal(
            [".env", "README.md", "SKILL.md", "executor/lib/bin/kept.txt", "inside.md", "mcp-catalog.json", "mcp-config.json", "scripts/notes"],
            _folder.Files("project/.agents/skills/notes"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["project/.agents/skills/notes/.env"]));
        Assert.True((File.GetUnixFileMode(_folder["project/.agents/skills/notes/scripts/notes"]) & UnixFileMode.UserExecute) != 0);
        Assert.Equal("README.md", new FileInfo(_folder["project/.agents/skills/notes/inside.md"]).LinkTarget);
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../../outside")]
    public async Task A_link_that_leads_out_of_the_skill_is_refused_and_nothing_is_left(string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links");
        var skill = MakeSkill("source/notes");
        File.CreateSymbolicLink(_folder["source/notes/out"], target);

        var refused = await Assert.ThrowsAsync<SkillException>(() => InstallAsync(skill));

        Assert.Contains("leads out of the skill", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Project));
    }

    [Fact]
    public async Task What_is_not_the_same_skill_is_left_alone_without_force_and_no_place_is_touched()
    {
        var skill = MakeSkill("source/notes");
        _folder.Write("project/.claude/skills/notes/SKILL.md", "Somebody else's.");

        var refused = await Assert.ThrowsAsync<SkillException>(() => InstallAsync(skill, SkillScope.Project, "agents", "claude"));

        Assert.Contains("is a skill that mcpgen did not make. Nothing was changed.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Somebody else's.", _folder.Read("project/.claude/skills/notes/SKILL.md"));
        Assert.False(Directory.Exists(_folder["project/.agents"]));
        await Installer(force: true).InstallAsync(skill, Places("notes", SkillScope.Project, "claude"), TestContext.Current.CancellationToken);
        Assert.Contains("notes", _folder.Read("project/.claude/skills/notes/SKILL.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_skill_of_the_same_name_for_another_server_is_another_skill()
    {
        await InstallAsync(MakeSkill("source/notes"), SkillScope.Project, "agents");

        var refused = await Assert.ThrowsAsync<SkillException>(() => InstallAsync(MakeSkill("other/notes", server: "Other"), SkillScope.Project, "agents"));

        Assert.Contains("is a skill of another server, Notes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_that_only_the_installed_copy_has_survive_its_replacement()
    {
        var skill = MakeSkill("source/notes");
        await InstallAsync(skill, SkillScope.Project, "agents");
        _folder.Write("project/.agents/skills/notes/.env", "TOKEN=mine\n");
        _folder.Write("source/notes/README.md", "Hello again.");

        await InstallAsync(skill, SkillScope.Project, "agents");

        Assert.Equal("Hello again.", _folder.Read("project/.agents/skills/notes/README.md"));
        Assert.Equal(["project/.agents/skills/notes"], _stopped);
        Assert.Equal("TOKEN=mine\n", _folder.Read("project/.agents/skills/notes/.env"));
    }

    [Fact]
    public async Task Uninstall_takes_copies_and_the_links_to_them_and_nothing_else()
    {
        var skill = MakeSkill("source/notes");
        await InstallAsync(skill);
        _folder.Write("project/.agents/skills/other/SKILL.md", "Another.");

        var places = Places("notes", SkillScope.Project, "agents");
        places = [.. places, .. InstallPlace.LinksTo(places, "notes", SkillScope.Project, AgentsHere, Project)];
        var outcomes = await Installer().UninstallAsync("notes", places, TestContext.Current.CancellationToken);

        Assert.Equal(2, outcomes.Count);
        Assert.Equal(["project/.agents/skills/notes"], _stopped);
        Assert.Equal([".agents/skills/other/SKILL.md"], _folder.Files("project"));
        Assert.Null(new FileInfo(_folder["project/.claude/skills/notes"]).LinkTarget);
        Assert.True(File.Exists(_folder["source/notes/SKILL.md"]));
    }

    [Fact]
    public async Task Uninstalling_a_link_keeps_what_it_leads_to()
    {
        var skill = MakeSkill("source/notes");
        InstallPlace[] places = [.. Places("notes", SkillScope.Project, "cursor").Select(place => place with { LinkTo = skill.Folder })];
        await Installer().InstallAsync(skill, places, TestContext.Current.CancellationToken);
        Assert.Equal("Hello.", _folder.Read("project/.cursor/skills/notes/README.md"));

        await Installer().UninstallAsync("notes", places, TestContext.Current.CancellationToken);

        Assert.False(Directory.Exists(_folder["project/.cursor/skills/notes"]));
        Assert.Equal("Hello.", _folder.Read("source/notes/README.md"));
    }

    [Fact]
    public async Task Uninstall_leaves_alone_what_mcpgen_did_not_make()
    {
        _folder.Write("project/.agents/skills/notes/SKILL.md", "Somebody else's.");

        await Assert.ThrowsAsync<SkillException>(
            () => Installer().UninstallAsync("notes", Places("notes", SkillScope.Project), TestContext.Current.CancellationToken));

        Assert.Equal("Somebody else's.", _folder.Read("project/.agents/skills/notes/SKILL.md"));
    }

    [Fact]
    public async Task Search_finds_each_skill_once_with_all_its_places_and_the_agents_that_see_it()
    {
        await InstallAsync(MakeSkill("source/notes"));
        _folder.Write("project/.cursor/skills/foreign/SKILL.md", "Not ours.");
        MakeSkill("project/skills/plain");

        var found = new SkillSearch(AgentsHere, Project).FindAll([_folder["source/notes"], _folder["gone"]]);

        Assert.Equal(["foreign", "notes", "notes", "plain"], found.Select(static skill => skill.Skill.Name));
        Assert.Equal([false, true, true, true], found.Select(static skill => skill.Skill.IsOurs));
        Assert.Equal(2, found[1].Places.Count);
        Assert.Equal(["agents", "claude", "codex", "copilot", "cursor", "gemini", "goose", "opencode", "pi"], found[1].Agents.Order());
        Assert.Equal(["cursor"], found[0].Agents);
        Assert.Empty(found[3].Agents);
    }

    [Fact]
    public void A_name_means_one_skill_or_is_told_with_its_candidates()
    {
        SkillOnDisk[] known = [MakeSkill("a/notes"), MakeSkill("b/notes"), MakeSkill("a/github")];

        Assert.Equal("github", SkillChoice.Named("github", known).Name);
        var ambiguous = Assert.Throws<SkillException>(() => SkillChoice.Named("notes", known)).Message;
        Assert.Contains(known[0].Folder, ambiguous, StringComparison.Ordinal);
        Assert.Contains(known[1].Folder, ambiguous, StringComparison.Ordinal);
        Assert.Contains("Did you mean github?", Assert.Throws<SkillException>(() => SkillChoice.Named("githb", known)).Message, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<PlaceOutcome>> InstallAsync(SkillOnDisk skill, SkillScope scope = SkillScope.Project, params string[] agents) =>
        Installer().InstallAsync(skill, Places(skill.Name, scope, agents), TestContext.Current.CancellationToken);

    private SkillInstaller Installer(bool force = false) => new(force, (folder, _) =>
    {
        _stopped.Add(Path.GetRelativePath(_folder.Path, folder));
        return Task.CompletedTask;
    });

    private IReadOnlyList<InstallPlace> Places(string name, SkillScope scope, params string[] agents) =>
        InstallPlace.For(name, agents, scope, AgentsHere, Project);

    private SkillOnDisk MakeSkill(string folder, string server = "Notes")
    {
        var name = Path.GetFileName(folder);
        _folder.Write($"{folder}/SKILL.md", $"---\nname: \"{name}\"\n---\n");
        _folder.Write($"{folder}/README.md", "Hello.");
        _folder.Write($"{folder}/mcp-config.json", "{}");
        _folder.Write($"{folder}/mcp-catalog.json", $$"""{"serverInfo":{"name":"x","title":"{{server}}","version":"1.0"},"tools":[]}""");
        var program = _folder.Write($"{folder}/scripts/{name}", "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return SkillOnDisk.At(_folder[folder])!;
    }
}
