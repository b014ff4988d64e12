namespace McpSkillGen.Host.Serving;

/// <summary>Files in the instance's folder, for whoever comes later.</summary>
internal static class PrivateFile
{
    /// <summary>
    /// Replaces a file as a whole, for this user's eyes only: whoever reads it meanwhile, or after a crash, finds the old one
    /// or the new one. A full disk is no reason to fail; the old one stays then.
    /// </summary>
    /// <param name="path">Written by one process at a time: the holder of the instance's lock.</param>
    /// <param name="bytes">Its new content.</param>
    public static void TryReplace(string path, ReadOnlySpan<byte> bytes)
    {
        var beside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(beside, options))
            {
                file.Write(bytes);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
