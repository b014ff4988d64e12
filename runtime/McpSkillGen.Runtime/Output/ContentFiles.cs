using System.Buffers.Text;
using System.Text;

namespace McpSkillGen.Runtime.Output;

/// <summary>
/// Saves what does not belong on a terminal: images, audio, blobs, the rest of an oversized text. Files go to a fresh
/// folder of this user's own below the system's temporary one, or to the one file the caller named.
/// </summary>
internal sealed class ContentFiles(string baseName, string? chosenFile)
{
    private string? _folder;
    private int _count;

    /// <summary>Whether anything was saved yet.</summary>
    public bool HasSaved => _count > 0;

    /// <summary>Saves decoded base64.</summary>
    /// <returns>The file's path; null when the data is not base64.</returns>
    /// <exception cref="SkillException">The file cannot be written.</exception>
    public string? SaveBase64(ReadOnlySpan<byte> base64, string? mimeType)
    {
        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Base64.DecodeFromUtf8(base64, data, out _, out var written) is System.Buffers.OperationStatus.Done
            ? Save(data.AsSpan(0, written), ExtensionFor(mimeType))
            : null;
    }

    /// <exception cref="SkillException">The file cannot be written.</exception>
    public string Save(ReadOnlySpan<byte> data, string extension)
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

            File.WriteAllBytes(path, data);
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

    // The server names the type: nothing but letters and digits may reach a file name.
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
