using System.Text.Json;

namespace McpSkillGen.Host.Serving;

/// <summary>How clients get in.</summary>
internal interface IHostDoor
{
    /// <summary>Lets clients in until the door is shut.</summary>
    /// <param name="loop">Gets their messages.</param>
    Task OpenAsync(HostLoop loop);

    /// <summary>Whether clients still find the door: the runtime directory may have been deleted.</summary>
    bool IsInPlace { get; }

    /// <summary>Nobody gets in any more; the instance stays ours until this process ends.</summary>
    void Shut();

    /// <summary>Nobody gets in any more, and another host may take the instance over at once.</summary>
    void HandOver();

    /// <summary>For people: who runs.</summary>
    void ShowProcesses(int? serverId);

    /// <summary>For people: when the last call ended.</summary>
    void ShowActivity();

    /// <summary>The statistics that the last host kept; null where there are none.</summary>
    JsonDocument? ReadStatistics();

    /// <summary>Keeps the statistics for the next host. A host that handed over keeps nothing: the file is the next one's.</summary>
    void KeepStatistics(ReadOnlySpan<byte> json);
}
