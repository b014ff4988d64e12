namespace McpSkillGen.Runtime.Native;

/// <summary>Waits for a lock on a thread of its own. A blocked <c>flock</c> cannot be cancelled, so the thread ends with the process.</summary>
internal static class WaitingThread
{
    /// <exception cref="IOException">The lock file cannot be used; the task fails with it.</exception>
    public static Task<FileLock> TakeAsync(string lockFile, string name)
    {
        var taken = new TaskCompletionSource<FileLock>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new Thread(() =>
        {
            try
            {
                taken.SetResult(FileLock.TakeBlocking(lockFile));
            }
            catch (IOException e)
            {
                taken.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        waiting.Start();
        return taken.Task;
    }
}
