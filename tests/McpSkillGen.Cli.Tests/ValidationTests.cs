using System.Runtime.Versioning;
using System.Text;
using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Cli.Validation;

namespace McpSkillGen.Cli.Tests;

/// <summary>What <c>mcpgen validate</c> finds in skills that break one rule each.</summary>
public sealed class ValidationTests : IDisposable
{
    private const string Frontmatter =
        """
        ---
        name: the-skill
        description: "Finds and adds notes. Use when the user speaks of notes."
        ---

        """;

    private static readonly string Body =
        $"""
        # Notes

        1. Choose a tool.
        2. Call it:

           ```bash
           notes list --path ../anything
           ```

        {string.Join('\n', Enumerable.Range(0, 40).Select(static i => $"- Advice number {i} on notes, on tags and on the words in them."))}

        """;

    private static readonly string Good = (Frontmatter + Body).ReplaceLineEndings("\n");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_skill_has_no_findings() => Assert.Empty(Check(Good));

    public static TheoryData<string, string, string> Frontmatters => new()
    {
        { "name: the-skill", "name: The-Skill", "2:7 error name-format, 2:7 error name-is-folder" },
        { "name: the-skill", "name: the--skill", "2:7 error name-format, 2:7 error name-is-folder" },
        { "name: the-skill", "name: the-skill-", "2:7 error name-format, 2:7 error name-is-folder" },
        { "name: the-skill", "name: \"the-skill\\n\"", "2:7 error name-format, 2:7 error name-is-folder" },
        { "name: the-skill", "name: another", "2:7 error name-is-folder" },
        { "name: the-skill", "name: claude-notes", "2:7 error name-is-folder, 2:7 warning name-vendor" },
        { "name: the-skill", $"name: {new string('a', 65)}", "2:7 error name-length, 2:7 error name-is-folder" },
        { "name: the-skill\n", "", "1:1 error name-missing" },
        { "name: the-skill", "name:", "2:6 error name-missing" },
        { "name: the-skill", "name:\n  - the-skill", "3:3 error not-text" },
        { "name: the-skill", "name: the-skill\nname: the-skill", "3:1 error repeated-key" },
        { "name: the-skill", "name: the-skill\nversion: 1", "3:1 error unknown-key" },
        { "name: the-skill", "Name: the-skill", "1:1 error name-missing, 2:1 error unknown-key" },
        { "name: the-skill", "name: the-skill\ncompatibility: \"\"", "3:16 error compatibility-length" },
        { "name: the-skill", $"name: the-skill\ncompatibility: {new string('a', 501)}", "3:16 error compatibility-length" },
        { "name: the-skill", "name: the-skill\nmetadata: text", "3:11 error metadata-type" },
        { "name: the-skill", "name: the-skill\nmetadata:\n  a:\n    b: c", "5:5 error metadata-type" },
        { "name: the-skill", "name: the-skill\nmetadata: {a: b}", "3:11 error yaml-subset" },
        { "name: the-skill", "name: the-skill\nallowed-tools: [Read, Bash]", "3:16 error yaml-subset, 3:16 error not-text" },
        { "name: the-skill", "name: the-skill\nallowed-tools: Read, Bash", "3:16 warning allowed-tools-separator" },
        { "name: the-skill", "name: &anchor the-skill", "2:7 error yaml-subset" },
        { "name: the-skill", "name: !!str the-skill", "2:7 error yaml-subset" },
        { "description: \"Finds and adds notes. Use when the user speaks of notes.\"", "description: Finds notes: Use when the user speaks of notes.", "3:25 error yaml" },
        { "name: the-skill", "name: the-skill\n\tlicense: MIT", "3:1 error yaml" },
        { "Finds and adds notes.", "Finds <b>notes</b> and adds.", "3:14 warning description-markup" },
        { "Finds and adds notes.", "Finds and adds notes --- all.", "3:14 warning description-dashes" },
        { "Finds and adds notes. Use when the user speaks of notes.", "Finds and adds notes and tags, and removes them.", "3:14 warning description-when" },
        { "Finds and adds notes.", new string('a', 1024), "3:14 error description-length" },
        { "description: \"Finds and adds notes. Use when the user speaks of notes.\"\n", "", "1:1 error description-missing" },
        { "name: the-skill\ndescription: \"Finds and adds notes. Use when the user speaks of notes.\"\n", "", "1:1 error yaml" },
        { "---\nname", "--\nname", "1:1 error frontmatter-missing" },
        { "notes.\"\n---\n", "notes.\"\n", "1:1 error frontmatter-missing" },
        { "---\nname", "\uFEFF---\nname", "1:1 error byte-order-mark" },
    };

    [Theory]
    [MemberData(nameof(Frontmatters))]
    public void A_frontmatter_that_breaks_a_rule_is_told_with_its_place(string good, string broken, string findings)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);

        Assert.Equal(findings, string.Join(", ", Check(Replaced(good, broken))));
    }

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "# Notes", "Notes", "5:1 warning headings" },
        { "1. Choose", "Choose", "5:1 warning numbered-steps" },
        { "```", "'''", "5:1 warning code-block" },
        { "# Notes", "# Notes [here](references/none.md)", "5:16 error link-broken" },
        { "# Notes", "# Notes [here](../other/SKILL.md)", "5:16 error link-outward" },
        { "# Notes", "# Notes [here](/etc/hosts)", "5:16 error link-outward" },
        { "# Notes", "# Notes [here](references/../references/there.md#part)", "5:16 warning path-upwards" },
        { "# Notes", "# Notes [here](references/deep/est.md)", "5:16 warning path-depth" },
        { "# Notes", "# Notes [here](references/there.md) [web](https://example.com/a/b) [part](#notes)", "" },
        { "# Notes", "# Notes\n\n[here]: references/none.md", "7:9 error link-broken" },
        { "# Notes", "# Notes, see `references/none.md`", "5:15 warning reference-missing" },
        { "# Notes", "# Notes, see `references/there.md`, `references/TOOL.md`, `references/<tool>.md`", "" },
        { "# Notes", "# Notes, see `[x](none.md)`", "" },
        { "# Notes", "# Notes !`date`", "5:9 warning command-expansion" },
        { "# Notes", "# Notes \u0007", "5:9 warning control-character" },
        { "# Notes", "# Notes" + Lines(500), "5:1 warning body-tokens, 504:1 warning body-lines" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_that_breaks_a_rule_is_told_with_its_place(string good, string broken, string findings)
    {
        _folder.Write("the-skill/references/there.md", "# There\n");
        _folder.Write("the-skill/references/deep/est.md", "# Deepest\n");

        Assert.Equal(findings, string.Join(", ", Check(Replaced(good, broken))));
    }

    [Fact]
    public void A_page_with_nothing_to_do_and_one_with_too_little_are_told()
    {
        Assert.Equal(["4:1 warning body-missing"], Check(Frontmatter.ReplaceLineEndings("\n").TrimEnd() + "\n").Select(static line => line.Replace("5:1", "4:1", StringComparison.Ordinal)));
        Assert.Contains("5:1 warning body-tokens", Check(Frontmatter.ReplaceLineEndings("\n") + "# Notes\n"));
    }

    [Fact]
    public void A_page_in_another_encoding_is_told()
    {
        _folder.Write("the-skill/SKILL.md", "");
        File.WriteAllBytes(_folder["the-skill/SKILL.md"], Encoding.Latin1.GetBytes(Good.Replace("Notes", "Nötes", StringComparison.Ordinal)));

        Assert.Equal(["encoding"], Rules());
    }

    [Fact]
    public void A_folder_without_a_page_and_one_with_a_page_in_lower_case_are_told()
    {
        Directory.CreateDirectory(_folder["the-skill"]);
        Assert.Equal(["page-missing"], Rules());

        _folder.Write("the-skill/skill.md", Good);
        Assert.Equal(["page-name"], Rules());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Files_that_get_lost_leak_or_lead_outward_are_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes and symbolic links are Unix's.");
        _folder.Write("the-skill/assets/metadata.json", "{}");
        File.SetUnixFileMode(_folder.Write("the-skill/.env", "TOKEN=x"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(_folder["the-skill/outward.md"], _folder.Write("outside.md", ""));
        File.CreateSymbolicLink(_folder["the-skill/inward.md"], "SKILL.md");
        File.CreateSymbolicLink(_folder["the-skill/nowhere.md"], "nothing.md");

        Check(Good);

        Assert.Equal(
            [".env error env-mode", "assets/metadata.json warning metadata-json", "nowhere.md error link-broken", "outward.md error link-outward"],
            SkillValidation.Check(_folder["the-skill"]).Select(static finding => $"{finding.File} {Kind(finding)} {finding.Rule}"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void An_env_file_of_its_owner_only_is_fine()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are Unix's.");
        File.SetUnixFileMode(_folder.Write("the-skill/.env", "TOKEN=x"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Empty(Check(Good));
    }

    [Fact]
    public void A_secret_is_found_in_any_file_and_never_repeated()
    {
        var token = "ghp_" + new string('a', 36);
        _folder.Write("the-skill/scripts/call.sh", $"#!/bin/sh\ncurl -H 'X-Token: {token}' https://example.com\n");
        Check(Good);

        var finding = Assert.Single(SkillValidation.Check(_folder["the-skill"]));

        Assert.Equal(("secret", "scripts/call.sh", new Place(2, 19)), (finding.Rule, finding.File, finding.Place));
        Assert.DoesNotContain(token[..8], $"{finding.Found}{finding.Expected}{finding.Remedy}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_server_s_catalog_and_an_env_file_hold_is_no_finding()
    {
        var token = "ghp_" + new string('a', 36);
        _folder.Write("the-skill/mcp-catalog.json", $$"""{"tools":[{"name":"x","description":"like {{token}}"}]}""");
        var env = _folder.Write("the-skill/.env", $"TOKEN={token}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(env, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Empty(Check(Good));
    }

    [Theory]
    [InlineData("<!-- mcpgen:keep -->\nmine\n", 2)]
    [InlineData("mine\n<!-- /mcpgen:keep -->\n", 3)]
    public void Markers_of_a_kept_section_without_a_partner_are_errors_in_any_page(string text, int line)
    {
        _folder.Write("the-skill/references/there.md", "# There\n" + text);

        Assert.Equal([$"{line}:1 error keep-markers"], Check(Good));
    }

    [Fact]
    public void A_finding_says_what_is_there_what_is_expected_and_what_to_do()
    {
        Check(Replaced("name: the-skill", "name: The Skill"));
        var finding = SkillValidation.Check(_folder["the-skill"])[0];

        Assert.Equal("The name 'The Skill' has upper-case letters.", finding.Found);
        Assert.Equal("1 to 64 of a-z, 0-9 and single hyphens inside", finding.Expected);
        Assert.Equal("Write: name: the-skill", finding.Remedy);
    }

    [Fact]
    public void An_unquoted_colon_has_a_remedy_of_its_own()
    {
        Check(Replaced("description: \"Finds and adds notes. Use when the user speaks of notes.\"", "description: Finds notes: use when asked"));

        Assert.Equal(
            "Put the value in double quotes, because it has ': ' inside: description: \"…\"",
            Assert.Single(SkillValidation.Check(_folder["the-skill"])).Remedy);
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void A_real_server_s_skill_has_no_findings(string server)
    {
        foreach (var (path, text) in Plans.Files(Corpus.Read(server), server))
        {
            _folder.Write($"{server}/{path}", text);
        }

        Assert.Empty(SkillValidation.Check(_folder[server]));
    }

    private string[] Check(string page)
    {
        _folder.Write("the-skill/SKILL.md", page);
        return SkillValidation.Check(_folder["the-skill"]).Select(static finding => $"{finding.Place.Line}:{finding.Place.Column} {Kind(finding)} {finding.Rule}").ToArray();
    }

    private IEnumerable<string> Rules() => SkillValidation.Check(_folder["the-skill"]).Select(static finding => finding.Rule);

    private static string Kind(Finding finding) => finding.Severity == Severity.Error ? "error" : "warning";

    private static string Replaced(string good, string broken) => Good.Replace(good, broken, StringComparison.Ordinal);

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("\n- Some more advice on notes.", count));
}
