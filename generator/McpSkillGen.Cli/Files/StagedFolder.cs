using System.Diagnostics;

namespace McpSkillGen.Cli.Files;

/// <summary>
/// A hidden folder beside the skill's place, in which the skill is made. At the end, a rename puts it in that place. Until
/// then nothing of the skill can be seen, and disposal leaves nothing behind.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    // The children of a killed build live a moment longer, and write until then.
    private static readonly TimeSpan DeleteBudget = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeletePause = TimeSpan.FromMilliseconds(50);

    private readonly CreatedFolder _parent;

    private StagedFolder(string path, CreatedFolder parent) => (Path, _parent) = (path, parent);

    /// <summary>The folder; absolute.</summary>
    public string Path { get; }

    /// <param name="parent">The folder that will hold the skill; created if it is missing.</param>
    public static StagedFolder CreateIn(string parent)
    {
        var created = CreatedFolder.At(parent);
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(parent), $".mcpgen-{Guid.NewGuid():n}"[..16]);
        Directory.CreateDirectory(path);
        return new StagedFolder(path, created);
    }

    /// <summary>Puts the folder in its place, and replaces an older skill there.</summary>
    /// <param name="target">A path in the same parent.</param>
    public void MoveTo(string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(Path, target);
            return;
        }

        var old = Path + "-old";
        Directory.Move(target, old);
        try
        {
            Directory.Move(Path, target);
        }
        catch (IOException)
        {
            Directory.Move(old, target);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    public void Dispose()
    {
        var clock = Stopwatch.StartNew();
        while (Directory.Exists(Path))
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException) when (clock.Elapsed < DeleteBudget)
            {
                Thread.Sleep(DeletePause);
            }
        }

        _parent.Dispose();
    }
}
