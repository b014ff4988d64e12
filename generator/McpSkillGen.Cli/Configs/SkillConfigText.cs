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

    /// <summary>The rule to ask a person before each call of some tools.</summary>
    /// <param name="tools">Their names on the wire.</param>
    public static string RuleToAsk(IReadOnlyList<string> tools) => $$"""{ "tools": {{JsonSerializer.Serialize(tools)}}, "do": "ask" }""";

    /// <summary>A config without rules, with one.</summary>
    /// <param name="config">The config: one JSON object, with comments.</param>
    /// <param name="rule">The rule.</param>
    public static byte[] WithRule(ReadOnlySpan<byte> config, string rule)
    {
        var open = EndOfOpening(config);
        return [.. config[..open], .. Encoding.UTF8.GetBytes($"\n  \"rules\": [{rule}],"), .. config[open..]];
    }

    /// <summary>A config in our own format with one string changed, and everything else as its author wrote it.</summary>
    /// <param name="config">The config: one JSON object, with comments.</param>
    /// <param name="name">A member at the top level.</param>
    /// <param name="text">The new value.</param>
    public static byte[] WithText(ReadOnlySpan<byte> config, string name, string text)
    {
        var mark = MarkLength(config);
        var value = JsonSerializer.SerializeToUtf8Bytes(text);
        var json = new Utf8JsonReader(config[mark..], Lenient);
        json.Read();
        var open = EndOfOpening(config);
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

    private static int MarkLength(ReadOnlySpan<byte> config) => config.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;

    // Behind the brace that opens the object; comments may come before it.
    private static int EndOfOpening(ReadOnlySpan<byte> config)
    {
        var json = new Utf8JsonReader(config[MarkLength(config)..], Lenient);
        json.Read();
        return MarkLength(config) + (int)json.BytesConsumed;
    }
}
