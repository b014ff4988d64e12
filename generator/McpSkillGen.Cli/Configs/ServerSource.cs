using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Configs;

/// <summary>One server of a config file: what becomes one skill.</summary>
/// <param name="Key">The server's name in a file of several; null in our own format, which has one.</param>
/// <param name="Config">How to reach it.</param>
/// <param name="Folder">The file's folder, which relative paths in it start from; absolute.</param>
/// <param name="Text">The file's bytes if it is in our own format; null if the config must be written.</param>
/// <param name="Warnings">In the order of the file.</param>
internal sealed record ServerSource(
    string? Key,
    SkillConfig Config,
    string Folder,
    ReadOnlyMemory<byte>? Text,
    IReadOnlyList<ConfigProblem> Warnings)
{
    /// <summary>The project whose own config file it is, where agents run the server too; absolute. Null for any other file.</summary>
    public string? Project { get; init; }

    /// <summary>Decisions made while reading it, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same server with another description, also in the text.</summary>
    public ServerSource WithDescription(string description) => this with
    {
        Config = Config with { Description = description },
        Text = Text is { } text ? SkillConfigText.WithText(text.Span, "description", description) : (ReadOnlyMemory<byte>?)null,
    };

    /// <summary>The same server under another name, also in the text.</summary>
    public ServerSource WithName(string name) => this with
    {
        Config = Config with { Name = name },
        Text = Text is { } text ? SkillConfigText.WithText(text.Span, "name", name) : (ReadOnlyMemory<byte>?)null,
    };

    /// <summary>Values that the file itself marks as secret.</summary>
    public IReadOnlySet<string> DeclaredSecrets { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The command to log in to it.</summary>
    public string LoginCommand { get; init; } = "mcpgen login";

    /// <summary>The folder of a config file; absolute.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>The same source, read from this file.</summary>
    public ServerSource From(string path) =>
        this with { LoginCommand = $"mcpgen login {ShellWord.Of(path)}{(Key is null ? "" : $" --server {ShellWord.Of(Key)}")}" };
}
