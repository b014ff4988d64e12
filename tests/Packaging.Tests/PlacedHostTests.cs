using System.Security.Cryptography;
using Packaging.Tests.Support;

namespace Packaging.Tests;

/// <summary>The host in the user's store, which all skills of a version run and any of their builds may put there.</summary>
public sealed class PlacedHostTests(FreshMachine machine)
{
    private static readonly string[] Names = ["host.deps.json", "host.dll", "host.runtimeconfig.json"];

    [Fact]
    public async Task Builds_that_place_a_host_at_once_leave_one_that_is_whole_and_nothing_else()
    {
        var folder = machine.CreateFolder();
        var place = Path.Combine(folder, "hosts", "1.0.0");
        var builds = Enumerable.Range(0, 6).Select(build => MakeOutput(Path.Combine(folder, "build", $"{build}", "out"), build)).ToArray();

        var placed = await Task.WhenAll(builds.Select(output => machine.DotNetAsync(
            folder,
            "msbuild", Repository.PathOf("generator/McpSkillGen.Package/tools/restore/place.proj"),
            "-target:PlaceFolder", $"-property:Place={place}", $"-property:From={output}/", "-property:Program=host", "-nodeReuse:false")));

        Assert.All(placed, static ran => ran.Expect(0));
        Assert.Equal([.. Names, "sha256"], Directory.EnumerateFileSystemEntries(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Single(Names.Select(name => File.ReadAllText(Path.Combine(place, name))).Distinct());
        var listed = await File.ReadAllLinesAsync(Path.Combine(place, "sha256"), TestContext.Current.CancellationToken);
        Assert.Equal(Names.Select(name => $"{HashOf(Path.Combine(place, name))}  {name}"), listed.OrderBy(static line => line[66..], StringComparer.Ordinal));
        Assert.All(builds, static output => Assert.Equal([output], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(output)!)));
    }

    private static string HashOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static string MakeOutput(string folder, int build)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in Names)
        {
            File.WriteAllText(Path.Combine(folder, name), $"build {build}");
        }

        return folder;
    }
}
