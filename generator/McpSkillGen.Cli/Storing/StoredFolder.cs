using System.Security.Cryptography;

namespace McpSkillGen.Cli.Storing;

/// <summary>
/// A folder of programs in the store. It is finished when it has its list of hashes, in the format of <c>sha256sum</c>, and whole
/// as long as its files are the listed ones.
/// </summary>
/// <param name="Path">Absolute.</param>
internal sealed record StoredFolder(string Path)
{
    private const string ListName = "sha256";
    private const string FinalMark = "final";

    /// <summary>Whether nothing better will be built: what launchers note for later calls.</summary>
    public bool IsFinal => File.Exists(System.IO.Path.Combine(Path, FinalMark));

    /// <summary>Whether a file is in it, and everything is as it was when it was put there.</summary>
    public bool IsWholeWith(string name) => File.Exists(System.IO.Path.Combine(Path, name)) && IsWhole();

    /// <summary>Adds a program, which may replace one that is running.</summary>
    public void Add(string file, string name)
    {
        Directory.CreateDirectory(Path);
        var temporary = Temporary(name);
        File.Copy(file, temporary);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.Move(temporary, System.IO.Path.Combine(Path, name), overwrite: true);
        var list = Temporary(ListName);
        File.WriteAllText(list, string.Concat(Programs().Select(static program => $"{HashOf(program)}  {System.IO.Path.GetFileName(program)}\n")));
        File.Move(list, System.IO.Path.Combine(Path, ListName), overwrite: true);
    }

    // Several skills are made at once, by one process or many.
    private string Temporary(string name) => System.IO.Path.Combine(Path, $".{name}-{System.IO.Path.GetRandomFileName()}");

    private bool IsWhole()
    {
        var list = System.IO.Path.Combine(Path, ListName);
        return File.Exists(list)
            && File.ReadAllLines(list).All(line => line.Split("  ") is [var hash, var name] && Is(System.IO.Path.Combine(Path, name), hash));
    }

    private IEnumerable<string> Programs() =>
        Directory.EnumerateFiles(Path)
            .Where(static file => System.IO.Path.GetFileName(file) is var name && name[0] != '.' && name is not (ListName or FinalMark))
            .Order(StringComparer.Ordinal);

    private static bool Is(string file, string hash) => File.Exists(file) && HashOf(file) == hash;

    private static string HashOf(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
