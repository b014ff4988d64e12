using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Tests.Native;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Place => _folder["file"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_replaces_what_was_there_and_is_its_owners_alone(bool toDisk)
    {
        File.WriteAllText(Place, "old");
        File.WriteAllText(Place + ".new", "what a crash left");

        PrivateFile.Replace(Place, "new"u8, toDisk);

        Assert.Equal("new", File.ReadAllText(Place));
        Assert.Equal([Place], Directory.GetFiles(Path.GetDirectoryName(Place)!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place));
        }
    }

    [Fact]
    public void Links_in_its_place_are_replaced_and_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var precious = _folder.Write("precious", "precious");
        File.CreateSymbolicLink(Place, precious);
        File.CreateSymbolicLink(Place + ".new", precious);

        PrivateFile.Replace(Place, "new"u8);

        Assert.Equal(("precious", "new"), (File.ReadAllText(precious), File.ReadAllText(Place)));
        Assert.Null(new FileInfo(Place).LinkTarget);
    }

    [Fact]
    public void What_cannot_be_written_leaves_the_old_content()
    {
        File.WriteAllText(Place, "old");
        Directory.CreateDirectory(Place + ".new");

        PrivateFile.TryReplace(Place, "new"u8);

        Assert.Equal("old", File.ReadAllText(Place));
        Assert.ThrowsAny<SystemException>(() => PrivateFile.Replace(Place, "new"u8));
    }
}
