using System.Diagnostics;
using System.Runtime.Versioning;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Native;

[Collection(nameof(StartsProcesses))]
public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Place => _folder["lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_one_holds_it_and_disposing_lets_go()
    {
        var first = FileLock.TryTake(Place);
        Assert.NotNull(first);
        Assert.Null(FileLock.TryTake(Place));

        first.Dispose();
        using var second = FileLock.TryTake(Place);

        Assert.NotNull(second);
        first.Dispose();
        Assert.Null(FileLock.TryTake(Place));
    }

    [Fact]
    public void The_file_stays_when_the_lock_is_let_go_and_is_its_owners_alone()
    {
        FileLock.TryTake(Place)!.Dispose();

        Assert.True(File.Exists(Place));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place));
        }
    }

    [Fact]
    public void Many_threads_never_hold_it_together_though_each_deletes_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file cannot be deleted there.");
        var (inside, most) = (0, 0);
        Parallel.For(0, 64, _ =>
        {
            using var taken = FileLock.TakeBlocking(Place);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.Yield();
            Interlocked.Decrement(ref inside);
            File.Delete(Place);
        });

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Waiting_for_it_ends_when_the_holder_lets_go()
    {
        var order = new List<string>();
        var first = FileLock.TakeBlocking(Place);
        using var waiting = new ManualResetEventSlim();
        var second = Task.Factory.StartNew(
            () =>
            {
                waiting.Set();
                using var taken = FileLock.TakeBlocking(Place);
                lock (order)
                {
                    order.Add("taken");
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        waiting.Wait(TestContext.Current.CancellationToken);
        lock (order)
        {
            order.Add("let go");
        }

        first.Dispose();
        await second.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(["let go", "taken"], order);
    }

    [Fact]
    public void Many_threads_never_hold_it_together()
    {
        var (inside, most) = (0, 0);
        Parallel.For(0, 64, _ =>
        {
            using var taken = FileLock.TakeBlocking(Place);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.Yield();
            Interlocked.Decrement(ref inside);
        });

        Assert.Equal(1, most);
    }

    [Fact]
    public void Other_processes_are_kept_out_too_and_keep_us_out()
    {
        SkipWithoutFlock();
        using (FileLock.TakeBlocking(Place))
        {
            Assert.NotEqual(0, Run("flock", "--nonblock", Place, "true"));
        }

        Assert.Equal(0, Run("flock", "--nonblock", Place, "true"));
        using var other = Start("flock", "--nonblock", Place, "sh", "-c", "echo held; read line");
        Assert.Equal("held", other.StandardOutput.ReadLine());
        Assert.Null(FileLock.TryTake(Place));

        // However it ends.
        other.Kill(entireProcessTree: true);
        other.WaitForExit();
        FileLock.TakeBlocking(Place).Dispose();
    }

    [Fact]
    public void A_child_that_is_started_meanwhile_does_not_keep_it()
    {
        SkipWithoutFlock();
        var held = FileLock.TakeBlocking(Place);
        using var child = Start("cat");
        held.Dispose();

        using var again = FileLock.TryTake(Place);

        Assert.NotNull(again);
        child.StandardInput.Close();
        child.WaitForExit();
    }

    [Fact]
    public void A_place_that_cannot_be_opened_is_told()
    {
        var error = Assert.Throws<IOException>(() => FileLock.TryTake(_folder["no/such/folder"]));

        Assert.StartsWith($"Could not open '{_folder["no/such/folder"]}': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_link_in_its_place_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        File.CreateSymbolicLink(Place, _folder.Write("victim", ""));

        Assert.Throws<IOException>(() => FileLock.TryTake(Place));
    }

    private static void SkipWithoutFlock() =>
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "Needs flock(1), of util-linux.");

    private static int Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}
