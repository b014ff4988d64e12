using McpSkillGen.Cli.Planning;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Cli.Tests;

public sealed class ExampleValueTests
{
    [Theory]
    [InlineData("fileAbsolutePath", "Absolute path to the Excel file", "/path/to/file")]
    [InlineData("file_path", "The sheet to read (.xlsx)", "/path/to/file.xlsx")]
    [InlineData("filepath", "For example report.csv", "/path/to/file.csv")]
    [InlineData("path", "The absolute path of the repository", "/path/to/folder")]
    [InlineData("repo_path", "Absolute path to the repository", "/path/to/folder")]
    [InlineData("project_directory", "Must be an absolute path", "/path/to/folder")]
    [InlineData("path", "A folder or file, relative to the project", ".")]
    [InlineData("directory", "", ".")]
    [InlineData("url", "A page, such as https://example.com/a.html", "https://example.com")]
    public void A_path_is_a_placeholder_where_the_current_folder_would_be_wrong(string name, string description, string expected)
    {
        var definition = new ArgumentDefinition { WireName = name, FlagName = name, Kind = ArgumentKind.String, Description = description };

        Assert.Equal(expected, ExampleValue.Of(definition)!.GetValue<string>());
    }
}
