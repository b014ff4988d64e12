using McpSkillGen.Schema.Naming;
using Packaging.Tests.Support;

namespace Packaging.Tests;

/// <summary>What <c>dotnet new mcp-skill</c> writes, from the packed templates.</summary>
public sealed class TemplateTests(FreshMachine machine)
{
    [Fact]
    public async Task Names_become_what_mcpgen_makes_of_them()
    {
        var folder = machine.CreateFolder();
        foreach (var name in new[] { "weather", "Foo.Bar_baz", "3d-print", "a-3d", "weather2go", "my-skill", "x2y-10-20", "GitHubMCP" })
        {
            var skill = await machine.NewSkillAsync(folder, name, "--command", "server");

            var expected = SkillName.From(name);
            var executor = skill.PathOf("executor");
            Assert.True(File.Exists(Path.Combine(executor, $"{expected.Value}.csproj")), $"'{name}' became {string.Join(", ", Directory.GetFiles(executor))}");
            var program = await File.ReadAllTextAsync(Path.Combine(executor, "Program.cs"), TestContext.Current.CancellationToken);
            Assert.Contains($"using {CSharpName.Identifier(expected.Value)};", program, StringComparison.Ordinal);
            Assert.Contains($"return {expected.ClassName}.Run(args);", program, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Parameters_reach_the_config()
    {
        var folder = machine.CreateFolder();

        var local = (await machine.NewSkillAsync(folder, "local", "--command", "C:\\a \"b\"", "--args", "-y @x/weather 'a b' '{\"k\":1}' \"c d\"", "--keep-alive", "600", "--timeout", "5")).Config;
        var remote = (await machine.NewSkillAsync(folder, "remote", "--url", "https://example.com/mcp", "--transport", "sse", "--keep-alive", "false")).Config;

        Assert.Equal(("stdio", "C:\\a \"b\"", 600, 5), ((string?)local["transport"], (string?)local["command"], (int)local["keep_alive"]!["timeout"]!, (int)local["timeout"]!));
        Assert.Equal(["-y", "@x/weather", "a b", "{\"k\":1}", "c d"], local["args"]!.AsArray().Select(static argument => (string)argument!));
        Assert.Equal(("sse", "https://example.com/mcp", false), ((string?)remote["transport"], (string?)remote["url"], (bool)remote["keep_alive"]!["enabled"]!));
    }

    [Fact]
    public async Task Without_a_name_a_skill_is_made_in_the_current_folder_and_called_like_it()
    {
        var here = Directory.CreateDirectory(Path.Combine(machine.CreateFolder(), "weather")).FullName;

        (await machine.NewAsync(here, "mcp-skill", "--command", "server", "--skipRestore")).Expect(0);

        Assert.Equal("weather", (string?)new NewSkill(here).Config["name"]);
        Assert.True(File.Exists(Path.Combine(here, "weather.slnx")), "'dotnet build' finds nothing to build here.");
    }

    [Fact]
    public async Task A_command_or_an_address_is_asked_for() =>
        (await machine.NewAsync(machine.CreateFolder(), "mcp-skill", "-n", "neither", "--skipRestore")).Expect(MissingOption);

    // Of dotnet new, where an option that is required is missing.
    private const int MissingOption = 102;
}
