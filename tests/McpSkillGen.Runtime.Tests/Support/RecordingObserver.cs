using System.Text;
using McpSkillGen.Runtime.Client;

namespace McpSkillGen.Runtime.Tests.Support;

/// <summary>Writes down what it hears.</summary>
internal sealed class RecordingObserver : ICallObserver
{
    public List<string> Heard { get; } = [];

    public Action Progressed { get; set; } = static () => { };

    public void OnProgress(ReadOnlyMemory<byte> notification)
    {
        Heard.Add("progress " + Encoding.UTF8.GetString(notification.Span));
        Progressed();
    }

    public void OnLog(ReadOnlyMemory<byte> notification) => Heard.Add("log " + Encoding.UTF8.GetString(notification.Span));

    public void OnNote(string note) => Heard.Add("note " + note);

    /// <summary>What it answers when it is asked; null where nobody can be.</summary>
    public string? Answer { get; set; }

    public bool CanAnswer => Answer is not null;

    public ReadOnlyMemory<byte> OnQuestion(ReadOnlyMemory<byte> question)
    {
        Heard.Add("question " + Encoding.UTF8.GetString(question.Span));
        return Encoding.UTF8.GetBytes(Answer!);
    }

    public bool OnApproval(IReadOnlyList<string> lines)
    {
        Heard.Add("approval " + string.Join('|', lines));
        return Answer is "yes";
    }
}
