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

    /// <summary>Lets nobody in any more. The instance stays ours until this process ends.</summary>
    void Shut();

    /// <summary>Lets nobody in any more. Another host may take over the instance at once.</summary>
    void HandOver();

    /// <summary>For people: which processes run.</summary>
    void ShowProcesses(int? serverId);

    /// <summary>For people: when the last call ended.</summary>
    void ShowActivity();

    /// <summary>The statistics of the last host; null if there are none.</summary>
    JsonDocument? ReadStatistics();

    /// <summary>Stores the statistics for the next host. A host that handed over stores nothing: the file belongs to the next one.</summary>
    void KeepStatistics(ReadOnlySpan<byte> json);
}
