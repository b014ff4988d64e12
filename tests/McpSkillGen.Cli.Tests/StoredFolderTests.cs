using McpSkillGen.Cli.Storing;

namespace McpSkillGen.Cli.Tests;

/// <summary>A folder of programs in the user's store.</summary>
public sealed class StoredFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Many_that_place_a_program_at_once_leave_it_whole_and_nothing_else()
    {
        var program = _folder.Write("program", new string('x', 100_000));
        var store = new StoredFolder(_folder["store"]);

        Parallel.For(0, 64, _ => store.Place(program, "host"));

        Assert.True(store.IsWholeWith("host"));
        Assert.Equal(["host", "sha256"], Directory.EnumerateFiles(store.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([store.Path], Directory.EnumerateDirectories(Path.GetDirectoryName(store.Path)!));
    }

    [Fact]
    public void A_damaged_folder_is_replaced()
    {
        var program = _folder.Write("program", "whole");
        var store = new StoredFolder(_folder["store"]);
        store.Place(program, "host");
        File.WriteAllText(Path.Combine(store.Path, "host"), "cut");

        store.Place(program, "host");

        Assert.True(store.IsWholeWith("host"));
    }

    public void Dispose() => _folder.Dispose();
}
