using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Packaging.Tests.Support;

namespace Packaging.Tests;

/// <summary>What is inside the packages.</summary>
public sealed class PackageTests(FreshMachine machine)
{
    [Theory]
    [InlineData("McpSkillGen")]
    [InlineData("McpSkillGen.Tool")]
    [InlineData("McpSkillGen.Tool.any")]
    [InlineData("McpSkillGen.Templates")]
    [InlineData("McpSkillGen.Extensions.AI")]
    public void A_package_has_readme_icon_and_licence(string id)
    {
        using var package = ZipFile.OpenRead(Path.Combine(machine.Packages, $"{id}.{machine.Version}.nupkg"));

        Assert.Superset(new HashSet<string> { "README.md", "icon.png", "LICENSE" }, package.Entries.Select(static entry => entry.FullName).ToHashSet());
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!
            .Elements().Single().Elements()
            .ToDictionary(static element => element.Name.LocalName, static element => element.Value);
        Assert.Equal((machine.Version, "MIT", "icon.png", "README.md"), (metadata["version"], metadata["license"], metadata["icon"], metadata["readme"]));
        Assert.True(metadata["description"].Length > 40);
    }

    [Fact]
    public void What_a_package_carries_of_others_is_named_with_its_licence()
    {
        foreach (var file in Directory.GetFiles(machine.Packages))
        {
            using var package = ZipFile.OpenRead(file);
            using var notices = new StreamReader(package.GetEntry("third-party-notices.txt")!.Open());
            var named = notices.ReadToEnd().Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries).ToHashSet();

            var foreign = package.Entries.Select(static entry => entry.Name)
                .Where(static name => name.EndsWith(".dll", StringComparison.Ordinal) && !name.StartsWith("McpSkillGen.", StringComparison.Ordinal) && name is not ("mcpgen.dll" or "mcp-skill-host.dll"))
                .Select(static name => Path.GetFileNameWithoutExtension(name));
            Assert.Subset(named, foreign.ToHashSet());
        }
    }

    [Fact]
    public void The_package_for_a_repositorys_feed_is_at_most_a_megabyte_and_a_half() =>
        Assert.InRange(new FileInfo(Path.Combine(machine.Packages, $"McpSkillGen.{machine.Version}.nupkg")).Length, 1, 1536 * 1024);

    [Fact]
    public void Everything_in_the_packages_is_of_one_time_that_of_the_commit()
    {
        var times = new HashSet<DateTimeOffset>();
        foreach (var file in Directory.GetFiles(machine.Packages))
        {
            using var package = ZipFile.OpenRead(file);
            times.UnionWith(package.Entries.Select(static entry => entry.LastWriteTime));
        }

        Assert.Single(times);
    }

    [Fact]
    public void The_tool_is_packed_for_any_platform_and_for_this_one() =>
        Assert.Equal(
            [
                "McpSkillGen.Extensions.AI", "McpSkillGen.Templates", "McpSkillGen.Tool", "McpSkillGen.Tool.any",
                $"McpSkillGen.Tool.{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}", "McpSkillGen",
            ],
            Directory.GetFiles(machine.Packages)
                .Select(file => Path.GetFileName(file).Replace($".{machine.Version}.nupkg", "", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .OrderBy(static id => id == "McpSkillGen"));

    [Fact]
    public async Task An_agents_project_builds_with_the_package_for_agents_and_gets_the_generator_with_it()
    {
        var folder = machine.CreateFolder();
        var skill = Directory.CreateDirectory(Path.Combine(folder, "notes")).FullName;
        File.Copy(Repository.PathOf("tests/McpSkillGen.Extensions.AI.Tests/notes/mcp-catalog.json"), Path.Combine(skill, "mcp-catalog.json"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "agent.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestoreAdditionalProjectSources>{machine.Packages}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="McpSkillGen.Extensions.AI" Version="{machine.Version}" />
                <McpSkill Include="notes" />
              </ItemGroup>
            </Project>
            """,
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Program.cs"),
            """
            using McpSkillGen.Extensions.AI;
            using Skills;

            Console.WriteLine(NotesSkill.Connect(new() { SkillFolder = args[0] }).AsAIFunctions().Count);
            """,
            TestContext.Current.CancellationToken);

        (await machine.DotNetAsync(folder, "build", "--disable-build-servers")).Expect(0);
    }

    [Fact]
    public void No_package_tells_where_it_was_built()
    {
        // The folder that the compiler would put into symbols and messages; MSBuild's own path map takes it out.
        var place = Path.TrimEndingDirectorySeparator(Repository.Root);
        foreach (var file in Directory.GetFiles(machine.Packages))
        {
            using var package = ZipFile.OpenRead(file);
            foreach (var entry in package.Entries.Where(static entry => entry.Length > 0 && entry.Name.Contains("kill", StringComparison.Ordinal)))
            {
                using var content = entry.Open();
                using var bytes = new MemoryStream();
                content.CopyTo(bytes);
                Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(place)) < 0, $"{Path.GetFileName(file)}: {entry.FullName} holds '{place}'.");
            }
        }
    }
}
