using System.Text.Json;
using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Tests;

/// <summary><c>mcpgen validate</c> and <c>mcpgen measure</c> as a person runs them.</summary>
public sealed class ValidateAndMeasureCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_valid_skill_ends_with_0_by_its_folder_and_by_its_page()
    {
        WriteNotes();

        foreach (var word in new[] { "notes", "notes/", "notes/SKILL.md" })
        {
            var ended = await Mcpgen.RunAsync(_folder.Path, "validate", word, "--strict");

            Assert.Equal((0, "notes is valid: no warnings.\n", ""), (ended.ExitCode, ended.Output, ended.Errors));
        }
    }

    [Fact]
    public async Task Findings_are_lines_that_an_editor_can_jump_from_and_errors_end_with_1()
    {
        _folder.Write("broken/SKILL.md", "---\nname: Broken\ndescription: \"Use when nothing else is at hand, for tests.\"\n---\n");

        var ended = await Mcpgen.RunAsync(_folder.Path, "validate", "broken");

        Assert.Equal((int)ExitCode.ToolFailed, ended.ExitCode);
        Assert.Equal(
            """
            broken/SKILL.md:2:7: error: The name 'Broken' has upper-case letters. (name-format)
                expected: 1 to 64 of a-z, 0-9 and single hyphens inside
                to do:    Write: name: broken
            broken/SKILL.md:2:7: error: The name 'Broken' differs from the folder's, 'broken'. (name-is-folder)
                expected: the folder's name
                to do:    Rename the folder to 'Broken', or write: name: broken
            broken/SKILL.md:5:1: warning: There is nothing below the frontmatter. (body-missing)
                expected: what an agent has to do
                to do:    Write the steps, and one example call.
            broken is not valid: 2 errors, 1 warning.

            """,
            ended.Output.Replace('\\', '/'), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Warnings_end_with_0_and_strictly_with_1()
    {
        WriteNotes();
        _folder.Write("notes/metadata.json", "{}");

        Assert.Equal(0, (await Mcpgen.RunAsync(_folder.Path, "validate", "notes")).ExitCode);
        Assert.Equal(1, (await Mcpgen.RunAsync(_folder.Path, "validate", "notes", "--strict")).ExitCode);
    }

    [Fact]
    public async Task Findings_as_JSON_name_skill_rule_and_place()
    {
        WriteNotes();
        _folder.Write("broken/SKILL.md", "---\nname: broken\n---\n# Broken\n");

        var ended = await Mcpgen.RunAsync(_folder.Path, "validate", "notes", "broken", "--json");

        Assert.Equal(1, ended.ExitCode);
        var skills = JsonDocument.Parse(ended.Output).RootElement.EnumerateArray().ToArray();
        Assert.Equal([true, false], skills.Select(static skill => skill.GetProperty("valid").GetBoolean()));
        var first = skills[1].GetProperty("findings")[0];
        Assert.Equal(
            ("error", "description-missing", "SKILL.md", 1, 1),
            (first.GetProperty("severity").GetString(),
                first.GetProperty("rule").GetString(),
                first.GetProperty("file").GetString(),
                first.GetProperty("line").GetInt32(),
                first.GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task What_is_no_skill_folder_is_a_wrong_argument()
    {
        var ended = await Mcpgen.RunAsync(_folder.Path, "validate", "nowhere");

        Assert.Equal((int)ExitCode.WrongArguments, ended.ExitCode);
        Assert.Equal("mcpgen: There is no folder 'nowhere'; expected a skill's folder, or its SKILL.md.\n", ended.Errors, ignoreLineEndingDifferences: true);
        Assert.Equal((int)ExitCode.WrongArguments, (await Mcpgen.RunAsync(_folder.Path, "measure")).ExitCode);
    }

    [Fact]
    public async Task Measuring_prints_JSON_and_writes_a_picture()
    {
        WriteNotes();

        var ended = await Mcpgen.RunAsync(_folder.Path, "measure", "notes", "--json", "--svg", "notes.svg");

        Assert.Equal(0, ended.ExitCode);
        var measured = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal("o200k_base", measured.GetProperty("tokenizer").GetString());
        Assert.Equal("notes", measured.GetProperty("skills")[0].GetProperty("skill").GetString());
        Assert.StartsWith("<svg ", _folder.Read("notes.svg"), StringComparison.Ordinal);
    }

    private void WriteNotes()
    {
        var catalog = Plans.Fixture("notes.json");
        _folder.Write("notes/mcp-catalog.json", catalog);
        foreach (var (path, text) in Plans.Files(catalog, "notes"))
        {
            _folder.Write($"notes/{path}", text);
        }
    }
}
