using McpSkillGen.Runtime.Commands;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime.Tests.Commands;

/// <summary>What <c>--help</c> says of the variables that a config needs: names, never values.</summary>
public sealed class VariablesHelpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("variables-").FullName;

    [Fact]
    public void Every_variable_is_named_with_its_use_and_whether_it_is_set()
    {
        Write("mcp-config.json", """{ "command": "x", "args": ["${TOKEN}", "$${LITERAL}"], "env": { "A": "${TOKEN}", "B": "${REGION:-eu}", "C": "${HERE}" }, "headers": { "X": "${1}" } }""");
        Write(".env", "TOKEN=s3cret\n");

        Assert.Equal(
            """

            Variables of the config, from the environment or from .env in the skill's folder:
              TOKEN   needed by args[0], env.A; set in .env
              REGION  optional, for env.B; not set
              HERE    needed by env.C; set in the environment

            """.ReplaceLineEndings("\n"),
            Help());
    }

    [Theory]
    [InlineData("""{ "command": "x" }""")]
    [InlineData("not JSON")]
    [InlineData(null)]
    public void A_config_without_variables_or_one_that_cannot_be_read_adds_nothing(string? config)
    {
        if (config is not null)
        {
            Write("mcp-config.json", config);
        }

        Assert.Equal("", Help());
        Assert.Equal("", VariablesHelp.Of(null, static _ => null));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Help() => VariablesHelp.Of(new SkillFolder(_folder), static name => name == "HERE" ? "here" : null);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
