using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Storing;

/// <summary>The user's store, as mcpgen fills it: with the package and the native host that mcpgen carries.</summary>
internal static class UserStore
{
    public const string HostName = "mcp-skill-host";

    private const string NativeSuffix = "-native";

    public static SkillStore OfThisUser() => SkillStore.Of(Environment.GetEnvironmentVariable);

    /// <summary>Puts what this mcpgen carries into the store, unless it is there.</summary>
    /// <exception cref="SkillException">The store cannot be written, or others can write to it.</exception>
    public static void Fill()
    {
        var store = OfThisUser();
        var package = Carried.Package();
        try
        {
            UserDirectory.Store.Prepare(store.Root, store.Feed, store.Executors, store.Hosts, store.Skills);
            Put(package.File, Path.Combine(store.Feed, Path.GetFileName(package.File)));
            if (Carried.NativeHost is { } host)
            {
                NativeHostOf(store, package, Platform.Rid).Place(host, Platform.Program(HostName));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The store '{store.Root}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>The executor of a key, for a platform.</summary>
    public static StoredFolder ExecutorOf(SkillStore store, string key, string rid) => new(Path.Combine(store.Executors, $"{key}-{rid}"));

    /// <summary>The host that belongs to a package, for a platform: the native one if it is there, else the portable one.</summary>
    public static StoredFolder HostOf(SkillStore store, CarriedPackage package, string rid) =>
        NativeHostOf(store, package, rid) is var native && Directory.Exists(native.Path) ? native : new(native.Path[..^NativeSuffix.Length]);

    private static StoredFolder NativeHostOf(SkillStore store, CarriedPackage package, string rid) =>
        new(Path.Combine(store.Hosts, $"{package.Version}-{rid}-{package.Id}{NativeSuffix}"));

    /// <summary>Writes a package for all skills of a repository. Until it is on a public feed, colleagues build with it.</summary>
    /// <param name="repository">The folder above the skills.</param>
    /// <param name="package">The package.</param>
    /// <returns>The file.</returns>
    public static string WriteFeed(string repository, CarriedPackage package)
    {
        var folder = Directory.CreateDirectory(Path.Combine(repository, ".mcp-skill")).FullName;
        foreach (var old in Directory.EnumerateFiles(folder, $"{CarriedPackage.PackageId}.*.nupkg").Where(file => Path.GetFileName(file) != Path.GetFileName(package.File)))
        {
            File.Delete(old);
        }

        var place = Path.Combine(folder, Path.GetFileName(package.File));
        Put(package.File, place);
        return place;
    }

    /// <summary>Takes what a launcher noted about a skill along to the skill's new place.</summary>
    public static void MoveNote(string from, string to, string skillName)
    {
        var store = OfThisUser();
        var key = File.ReadAllText(new SkillFolder(to).KeyFile(skillName)).Trim();
        var (old, place) = (store.PointerFile(from, skillName, key), store.PointerFile(to, skillName, key));
        if (File.Exists(old))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(old, place, overwrite: true);
            Directory.Delete(Path.GetDirectoryName(old)!);
        }
    }

    private static void Put(string file, string place)
    {
        if (File.Exists(place) && File.ReadAllBytes(place).AsSpan().SequenceEqual(File.ReadAllBytes(file)))
        {
            return;
        }

        // Several skills are made at once, by one process or many.
        var temporary = $"{place}-{Path.GetRandomFileName()}";
        File.Copy(file, temporary);
        File.Move(temporary, place, overwrite: true);
    }
}
