using System.Security.Cryptography;

namespace McpSkillGen.Cli.Processes;

/// <summary>The package McpSkillGen that a skill's executor is built with.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Version">The version that a project must ask for to get it.</param>
/// <param name="Hash">Its SHA-512 in base64, as NuGet writes it: no other package of this name and version is used.</param>
internal sealed record CarriedPackage(string File, string Version, string Hash)
{
    public const string PackageId = "McpSkillGen";

    private const int IdLength = 12;

    /// <summary>For pages, which do not name it.</summary>
    public static CarriedPackage Unnamed { get; } = new("", "", Convert.ToBase64String(new byte[SHA512.HashSizeInBytes]));

    /// <summary>The beginning of the hash, as a part of folder names.</summary>
    public string Id => Convert.ToHexStringLower(Convert.FromBase64String(Hash))[..IdLength];

    /// <param name="file">A package file, named by NuGet.</param>
    public static CarriedPackage Read(string file)
    {
        using var content = System.IO.File.OpenRead(file);
        return new CarriedPackage(file, Path.GetFileNameWithoutExtension(file)[(PackageId.Length + 1)..], Convert.ToBase64String(SHA512.HashData(content)));
    }
}
