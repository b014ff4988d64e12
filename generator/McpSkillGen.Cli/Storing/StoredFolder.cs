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

    /// <summary>
    /// Makes the folder with one program in it, unless it is there and whole. It appears whole: several skills are made at once, by one
    /// process or many.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Place(string file, string name)
    {
        if (IsWholeWith(name))
        {
            return;
        }

        var made = $"{Path}.{System.IO.Path.GetRandomFileName()}";
        Directory.CreateDirectory(made);
        var program = System.IO.Path.Combine(made, name);
        File.Copy(file, program);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.WriteAllText(System.IO.Path.Combine(made, ListName), $"{HashOf(program)}  {name}\n");
        TakePlaceOf(made, name);
    }

    private void TakePlaceOf(string made, string name)
    {
        try
        {
            if (Directory.Exists(Path) && !IsWholeWith(name))
            {
                Directory.Delete(Path, recursive: true);
            }

            Directory.Move(made, Path);
        }
        catch (IOException) when (IsWholeWith(name))
        {
            // Another process was first.
            Directory.Delete(made, recursive: true);
        }
    }

    private bool IsWhole()
    {
        var list = System.IO.Path.Combine(Path, ListName);
        return File.Exists(list)
            && File.ReadAllLines(list).All(line => line.Split("  ") is [var hash, var name] && Is(System.IO.Path.Combine(Path, name), hash));
    }

    private static bool Is(string file, string hash) => File.Exists(file) && HashOf(file) == hash;

    private static string HashOf(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
