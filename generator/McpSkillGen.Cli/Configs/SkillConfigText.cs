using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Configs;

/// <summary>
/// The <c>mcp-config.json</c> of a new skill. A config in our own format is copied as its author wrote it, with comments.
/// Only the server's folder is added if the copy would otherwise mean a different one.
/// </summary>
internal static class SkillConfigText
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="source">Where the config comes from.</param>
    /// <param name="skillsFolder">The folder for skills. A config that is already inside one of them stays as it is.</param>
    public static byte[] For(ServerSource source, string skillsFolder)
    {
        var folder = ServerFolder(source, skillsFolder);
        if (source.Text is not { } text)
        {
            return ConfigWriter.Write(source.Config with { WorkingDirectory = folder });
        }

        return folder is null || folder == source.Config.WorkingDirectory ? text.ToArray() : WithText(text.Span, "cwd", folder);
    }

    /// <summary>
    /// The skill's <c>cwd</c>: the folder that the config names; its own folder if command or arguments name a file there; or
    /// the project whose config it is. Null if the skill's server runs there anyway.
    /// </summary>
    /// <inheritdoc cref="For"/>
    public static string? ServerFolder(ServerSource source, string skillsFolder)
    {
        var config = source.Config;
        skillsFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(skillsFolder));
        if (Path.GetDirectoryName(source.Folder) == skillsFolder || config.Transport is not TransportKind.Stdio)
        {
            return config.WorkingDirectory;
        }

        var skill = Path.Combine(skillsFolder, "NAME");
        if (config.WorkingDirectory is { } stated)
        {
            return stated.Contains("${", StringComparison.Ordinal) ? stated : Seen(Path.GetFullPath(stated, source.Folder));
        }

        var words = config.Arguments.Prepend(config.Command ?? "");
        if (words.Any(word => IsBeside(word, source.Folder)))
        {
            return Seen(source.Folder);
        }

        var place = ServerPlace.Of(new SkillFolder(skill), config, workspace: null, Environment.GetEnvironmentVariable);
        return source.Project is { } project && project != place.Project ? Seen(project) : null;

        // Absolute, so that the skill can be moved; but what is all one project's own is shared, and lies elsewhere for others.
        string Seen(string folder) =>
            source.Project is { } around && skill.StartsWith(around + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? Path.GetRelativePath(skill, folder).Replace('\\', '/')
                : folder;
    }

    private static bool IsBeside(string word, string folder) =>
        word.Length > 0 && !Path.IsPathRooted(word) && word[0] != '-' && Path.Exists(Path.Combine(folder, word));

    /// <summary>A config in our own format with one string changed, and everything else as its author wrote it.</summary>
    /// <param name="config">The config: one JSON object, with comments.</param>
    /// <param name="name">A member at the top level.</param>
    /// <param name="text">The new value.</param>
    public static byte[] WithText(ReadOnlySpan<byte> config, string name, string text)
    {
        var mark = config.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var value = JsonSerializer.SerializeToUtf8Bytes(text);
        var json = new Utf8JsonReader(config[mark..], Lenient);
        json.Read();
        var open = mark + (int)json.BytesConsumed;
        (int Start, int End)? last = null;
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(name);
            json.Read();
            var start = mark + (int)json.TokenStartIndex;
            json.Skip();
            if (isIt)
            {
                // If it is there twice, the last one counts.
                last = (start, mark + (int)json.BytesConsumed);
            }
        }

        if (last is var (from, to))
        {
            return [.. config[..from], .. value, .. config[to..]];
        }

        return [.. config[..open], .. Encoding.UTF8.GetBytes($"\n  \"{name}\": "), .. value, .. ","u8, .. config[open..]];
    }
}
