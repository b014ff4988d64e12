namespace McpSkillGen.Runtime.Native;

/// <summary>Writes files that only this user may read.</summary>
internal static class PrivateFile
{
    /// <summary>
    /// Replaces a file as a whole: anybody who reads it meanwhile, or after a crash, finds the old content or the new.
    /// </summary>
    /// <param name="path">Written by one process at a time.</param>
    /// <param name="bytes">The new content.</param>
    /// <param name="toDisk">Whether the content must be on the disk before it replaces the old one.</param>
    /// <exception cref="IOException">It cannot be written; the old content stays.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written; the old content stays.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes, bool toDisk = false)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // A file that a crash left may belong to somebody else, or have another mode.
        var beside = path + ".new";
        File.Delete(beside);
        using (var file = new FileStream(beside, options))
        {
            file.Write(bytes);
            file.Flush(toDisk);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>The same, where a full disk is no reason to fail: the old content stays then.</summary>
    /// <inheritdoc cref="Replace"/>
    public static void TryReplace(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            Replace(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
