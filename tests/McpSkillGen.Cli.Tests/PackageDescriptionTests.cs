using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Tests;

/// <summary>What a server's npm package says that it is.</summary>
public sealed class PackageDescriptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dist/src/index.js", "package.json", "Keeps notes.")]
    [InlineData("index.js", "package.json", "Keeps notes.")]
    [InlineData("a/b/c/d/e/index.js", "package.json", null)]
    [InlineData("index.js", "other.json", null)]
    public void A_script_belongs_to_the_package_above_it(string script, string manifest, string? expected)
    {
        _folder.Write($"server/{manifest}", """{"description":"Keeps notes."}""");

        Assert.Equal(expected, PackageDescription.Of(new SkillConfig { Command = "node", Arguments = ["--no-warnings", $"server/{script}"] }, _folder.Path));
    }

    [Theory]
    [InlineData("""{"description":7}""")]
    [InlineData("""{"description":""}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_manifest_without_a_description_says_nothing(string manifest)
    {
        _folder.Write("package.json", manifest);

        Assert.Null(PackageDescription.Of(new SkillConfig { Command = "node", Arguments = ["index.js"] }, _folder.Path));
    }

    [Theory]
    [InlineData("node")]
    [InlineData("npx")]
    [InlineData("npx", "-y", "no-such-package-was-ever-run")]
    [InlineData("npx", "-y", "../..")]
    [InlineData("python", "server.py")]
    public void What_is_no_package_says_nothing(string command, params string[] arguments) =>
        Assert.Null(PackageDescription.Of(new SkillConfig { Command = command, Arguments = arguments }, _folder.Path));
}
