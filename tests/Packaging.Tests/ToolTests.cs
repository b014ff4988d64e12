using Packaging.Tests.Support;

namespace Packaging.Tests;

/// <summary>mcpgen as <c>dotnet tool install</c> puts it on a machine that never saw the repository.</summary>
public sealed class ToolTests(FreshMachine machine)
{
    [Fact]
    public async Task The_installed_tool_answers_without_having_made_anything()
    {
        var folder = machine.CreateFolder();

        Assert.Contains("scaffold", (await machine.McpgenAsync(folder, "--help")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("[]", (await machine.McpgenAsync(folder, "ps", "--json")).Expect(0).Output.Trim());
    }
}
