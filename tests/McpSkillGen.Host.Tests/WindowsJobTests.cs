using System.Runtime.CompilerServices;
using McpSkillGen.Host.Processes;

namespace McpSkillGen.Host.Tests;

public sealed class WindowsJobTests
{
    [Fact]
    public void The_limits_have_the_size_that_Windows_asks_for()
    {
        Assert.SkipUnless(Environment.Is64BitProcess, "sizes are those of 64-bit Windows");

        Assert.Equal(64, Unsafe.SizeOf<WindowsJob.BasicLimits>());
        Assert.Equal(144, Unsafe.SizeOf<WindowsJob.ExtendedLimits>());
    }
}
