using Packaging.Tests.Support;

namespace Packaging.Tests;

/// <summary>mcpgen as <c>dotnet tool install</c> puts it on a machine that never saw the repository.</summary>
public sealed class ToolTests(FreshMachine machine)
{
    [Fact]
    public async Task The_installed_tool_makes_a_skill_of_its_sample_server_that_answers()
    {
        var folder = machine.CreateFolder();

        (await machine.McpgenAsync(folder, "scaffold", "--sample", "-o", "skills")).Expect(0);

        var skill = Path.Combine(folder, "skills", "notes-sample");
        Assert.Contains("oat milk", (await machine.ExecutorAsync(skill, "list-notes")).Expect(0).Output, StringComparison.Ordinal);
        (await machine.ExecutorAsync(skill, "stop")).Expect(0);
    }

    [Fact]
    public async Task The_installed_tool_checks_and_lists_what_it_made()
    {
        var folder = machine.CreateFolder();

        Assert.Contains("scaffold", (await machine.McpgenAsync(folder, "--help")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("[]", (await machine.McpgenAsync(folder, "ps", "--json")).Expect(0).Output.Trim());
    }
}
