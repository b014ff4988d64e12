using System.Runtime.InteropServices;

namespace McpSkillGen.Host.Roles;

/// <summary>SIGTERM, SIGINT and SIGHUP: all of them mean that the host must leave.</summary>
internal sealed class HostSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    public HostSignals(Action<string> onStop) => _registrations =
    [
        .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP }.Select(signal =>
            PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                onStop($"Received {context.Signal}");
            })),
    ];

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
