using System.Security.Cryptography;
using System.Text.Json;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Consent;

/// <summary>
/// What this user has agreed to start or to talk to, by the content of the launch: one small file for each, which only this user
/// can read. A launch that changed in anything is a new one.
/// </summary>
/// <param name="directory">The user's state directory.</param>
internal sealed class TrustStore(string directory)
{
    private const string FolderName = "trusted";

    private string Folder => Path.Combine(directory, FolderName);

    public static TrustStore OfThisUser() => new(UserDirectory.State.Locate(Environment.GetEnvironmentVariable));

    /// <param name="config">A server.</param>
    /// <param name="folder">Where its relative paths lead: two projects' <c>./server.js</c> are not the same.</param>
    public bool Knows(SkillConfig config, string folder) => File.Exists(FileOf(config, folder)) && UserDirectory.State.WhyUnsafe(Folder) is null;

    /// <summary>Keeps what was agreed to. If it cannot be kept, it is asked for again the next time.</summary>
    /// <inheritdoc cref="Knows"/>
    public void Remember(SkillConfig config, string folder)
    {
        try
        {
            UserDirectory.State.Prepare(directory, Folder);
            PrivateFile.TryReplace(FileOf(config, folder), JsonSerializer.SerializeToUtf8Bytes(new { starts = LaunchText.Short(config), @in = folder }));
        }
        catch (IOException)
        {
            // A state directory that others can write to, or none at all: nothing is worth keeping there.
        }
    }

    /// <summary>The same for a skill's own config, which was just asked or written by this user's command.</summary>
    public void Remember(SkillFolder skill)
    {
        if (ConfigReader.Read(File.ReadAllBytes(skill.ConfigFile), skill.ConfigFile).Config is { } config)
        {
            Remember(config, skill.Root);
        }
    }

    private string FileOf(SkillConfig config, string folder) => Path.Combine(Folder, Convert.ToHexStringLower(SHA256.HashData(Content(config, folder))));

    private static byte[] Content(SkillConfig config, string folder) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        transport = config.Transport.ToString(),
        command = config.Command,
        args = config.Arguments,
        env = config.Environment.OrderBy(static pair => pair.Key, StringComparer.Ordinal),
        cwd = config.WorkingDirectory,
        url = config.Url,
        headers = config.Headers.OrderBy(static pair => pair.Key, StringComparer.Ordinal),
        auth = config.Authorization.Texts.Select(static text => $"{text.Key}={text.Text}"),
        folder = DependsOn(folder, config) ? folder : null,
    });

    // Whether the same words start something else in another folder.
    private static bool DependsOn(string folder, SkillConfig config) =>
        (config.WorkingDirectory is { } stated && !Path.IsPathRooted(stated))
        || config.Arguments.Prepend(config.Command ?? "").Any(word => word.Length > 0 && !Path.IsPathRooted(word)
            && (Path.Exists(Path.Combine(folder, word)) || Path.Exists(Path.Combine(WorkspaceRoot.Of(folder), word))));
}
