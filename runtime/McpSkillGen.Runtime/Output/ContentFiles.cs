using System.Text;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// Saves what does not belong on a terminal: images, audio, blobs, the rest of a long text. Files go to a new private folder
/// in the system's temporary folder, or to the file that the caller named.
/// </summary>
internal sealed class ContentFiles(string baseName, string? chosenFile)
{
    private string? _folder;
    private int _count;

    /// <summary>Whether anything was saved yet.</summary>
    public bool HasSaved => _count > 0;

    /// <param name="data">Decoded.</param>
    /// <param name="mimeType">Chooses the file's extension.</param>
    /// <exception cref="SkillException">The file cannot be written.</exception>
    public string SaveContent(ReadOnlySpan<byte> data, string? mimeType) => Save(data, ExtensionFor(mimeType));

    /// <summary>Saves a text, and ends its last line.</summary>
    /// <exception cref="SkillException">The file cannot be written.</exception>
    public string SaveLines(ReadOnlySpan<byte> text, string extension) => Save(text, extension, StandardStreams.MissingLineEnd(text));

    private string Save(ReadOnlySpan<byte> data, string extension, ReadOnlySpan<byte> end = default)
    {
        _count++;
        try
        {
            var path = chosenFile is null ? InFreshFolder(extension) : Path.GetFullPath(chosenFile);
            if (chosenFile is not null && _count > 1)
            {
                path = Path.Combine(
                    Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}-{_count}{Path.GetExtension(path)}");
            }

            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(data);
            file.Write(end);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The tool ran, but its output could not be saved: {e.Message} Name another place with --output FILE.", e);
        }
    }

    private string InFreshFolder(string extension)
    {
        _folder ??= Directory.CreateTempSubdirectory("mcp-skill-").FullName;
        return Path.Combine(_folder, $"{baseName}-{_count}.{extension}");
    }

    private static string ExtensionFor(string? mimeType)
    {
        var subtype = mimeType?.Split(';')[0].Split('/') is [_, var text] ? text.Trim().ToLowerInvariant() : "";
        return subtype switch
        {
            "" or "octet-stream" => "bin",
            "jpeg" => "jpg",
            "svg+xml" => "svg",
            "plain" => "txt",
            "mpeg" => "mp3",
            "x-wav" => "wav",
            _ => CleanExtension(subtype),
        };
    }

    // The server chooses the type: only letters and digits may reach a file name.
    private static string CleanExtension(string subtype)
    {
        var clean = new StringBuilder(subtype.Length);
        foreach (var c in subtype)
        {
            if (char.IsAsciiLetterOrDigit(c) && clean.Length < 8)
            {
                clean.Append(c);
            }
        }

        return clean.Length == 0 ? "bin" : clean.ToString();
    }
}
