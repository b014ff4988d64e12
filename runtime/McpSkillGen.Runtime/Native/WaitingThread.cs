namespace McpSkillGen.Runtime.Native;

/// <summary>Waits for a lock on a thread of its own. A blocked <c>flock</c> cannot be cancelled, so the thread ends with the process.</summary>
internal static class WaitingThread
{
    /// <exception cref="IOException">The lock file cannot be used; the task fails with it.</exception>
    public static Task<FileLock> TakeAsync(string lockFile, string name) => Start(lockFile, name).Task;

    /// <returns>Null if there was no lock in time. If the thread gets it later, it gives it back at once.</returns>
    /// <exception cref="IOException">The lock file cannot be used.</exception>
    public static FileLock? TakeWithin(string lockFile, TimeSpan patience)
    {
        var taken = Start(lockFile, "lock");
        return Task.WaitAny([taken.Task], patience) < 0 && taken.TrySetCanceled() ? null : taken.Task.GetAwaiter().GetResult();
    }

    private static TaskCompletionSource<FileLock> Start(string lockFile, string name)
    {
        var taken = new TaskCompletionSource<FileLock>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new Thread(() =>
        {
            try
            {
                var held = FileLock.TakeBlocking(lockFile);
                if (!taken.TrySetResult(held))
                {
                    held.Dispose();
                }
            }
            catch (IOException e)
            {
                taken.TrySetException(e);
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        waiting.Start();
        return taken;
    }
}
