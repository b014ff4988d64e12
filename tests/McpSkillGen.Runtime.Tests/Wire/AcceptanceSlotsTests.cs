using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Wire;

public sealed class AcceptanceSlotsTests
{
    [Fact]
    public void What_the_host_accepts_the_client_finds_and_nothing_else()
    {
        using var clients = TryCreate();
        using var hosts = AcceptanceSlots.TryOpen(Environment.ProcessId, clients.Descriptor);
        Assert.NotNull(hosts);

        Assert.False(clients.IsAccepted(1));
        Assert.True(hosts.TryAccept(1));
        Assert.True(hosts.TryAccept(AcceptanceSlots.Count * 7 + 5));

        Assert.True(clients.IsAccepted(1));
        Assert.True(clients.IsAccepted(AcceptanceSlots.Count * 7 + 5));
        Assert.False(clients.IsAccepted(5));
        Assert.False(clients.IsAccepted(AcceptanceSlots.Count + 1));
    }

    [Fact]
    public void What_the_host_noted_stays_when_the_host_has_gone()
    {
        using var clients = TryCreate();
        using (var hosts = AcceptanceSlots.TryOpen(Environment.ProcessId, clients.Descriptor))
        {
            hosts!.TryAccept(3);
        }

        Assert.True(clients.IsAccepted(3));
    }

    [Fact]
    public void Nothing_that_matters_to_anybody_is_written_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux only.");
        var named = Path.GetTempFileName();
        using (var file = File.OpenHandle(named, FileMode.Open, FileAccess.ReadWrite))
        {
            Assert.Null(AcceptanceSlots.TryOpen(Environment.ProcessId, (int)file.DangerousGetHandle()));
            File.Delete(named);
            Assert.Null(AcceptanceSlots.TryOpen(Environment.ProcessId, (int)file.DangerousGetHandle()));
        }

        Assert.Null(AcceptanceSlots.TryOpen(Environment.ProcessId, 1_000_000));
        Assert.Null(AcceptanceSlots.TryOpen(int.MaxValue, 0));
    }

    private static AcceptanceSlots TryCreate()
    {
        var slots = AcceptanceSlots.TryCreate();
        Assert.SkipWhen(slots is null, "This system has no files without a name in /dev/shm.");
        return slots;
    }
}
