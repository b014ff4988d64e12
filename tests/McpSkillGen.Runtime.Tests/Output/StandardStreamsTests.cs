using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Tests.Output;

[UnsupportedOSPlatform("windows")]
public sealed partial class StandardStreamsTests
{
    public StandardStreamsTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix descriptors.");

    [Fact]
    public void Whoever_writes_to_a_file_next_writes_behind_us()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.OpenHandle(folder["out"], FileMode.Create, FileAccess.Write))
        {
            var descriptor = (int)file.DangerousGetHandle();
            Assert.Null(StandardStreams.WriteToDescriptor(descriptor, "first\n"u8));
            Assert.Null(StandardStreams.WriteToDescriptor(descriptor, "second\n"u8));
        }

        Assert.Equal("first\nsecond\n", File.ReadAllText(folder["out"]));
    }

    [Fact]
    public async Task A_pipe_that_somebody_made_non_blocking_gets_every_byte()
    {
        var sent = new byte[1_000_000];
        new Random(1).NextBytes(sent);
        await using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var reader = new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle);
        Assert.Equal(0, SetNonBlocking(pipe.SafePipeHandle, 1));

        var writing = Task.Run(
            () =>
            {
                var problem = StandardStreams.WriteToDescriptor((int)pipe.SafePipeHandle.DangerousGetHandle(), sent);
                pipe.Dispose();
                return problem;
            },
            TestContext.Current.CancellationToken);
        using var received = new MemoryStream();
        await reader.CopyToAsync(received, TestContext.Current.CancellationToken);

        Assert.Null(await writing);
        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()));
    }

    [Fact]
    public void A_reader_that_has_gone_is_no_failure()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        pipe.ClientSafePipeHandle.Dispose();

        Assert.Null(StandardStreams.WriteToDescriptor((int)pipe.SafePipeHandle.DangerousGetHandle(), "x"u8));
    }

    [Fact]
    public void What_cannot_be_written_is_told()
    {
        using var file = File.OpenHandle(typeof(StandardStreamsTests).Assembly.Location);

        Assert.NotNull(StandardStreams.WriteToDescriptor((int)file.DangerousGetHandle(), "x"u8));
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_FcntlSetIsNonBlocking", SetLastError = true)]
    private static partial int SetNonBlocking(SafeHandle descriptor, int isNonBlocking);
}
