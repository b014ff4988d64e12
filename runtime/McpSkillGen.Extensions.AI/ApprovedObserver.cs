using McpSkillGen.Runtime.Client;

namespace McpSkillGen.Extensions.AI;

/// <summary>Tells the host that a person has agreed to the call. Other questions of a server are declined.</summary>
internal sealed class ApprovedObserver(ICallObserver observer) : ICallObserver
{
    public bool CanAnswer => true;

    public void OnProgress(ReadOnlyMemory<byte> notification) => observer.OnProgress(notification);

    public void OnLog(ReadOnlyMemory<byte> notification) => observer.OnLog(notification);

    public void OnNote(string note) => observer.OnNote(note);

    public ReadOnlyMemory<byte> OnQuestion(ReadOnlyMemory<byte> question) => """{"action":"decline"}"""u8.ToArray();

    public bool OnApproval(IReadOnlyList<string> lines) => true;
}
