using McpSkillGen.Runtime;

namespace TypedClient.Tests;

/// <summary>Answers in place of a host, and remembers what it was asked: what a user's tests need.</summary>
internal sealed class FakeServer(params string[] answers) : IToolCaller
{
    private readonly Queue<string> _answers = new(answers);

    public List<ToolCall> Calls { get; } = [];

    public Task<ToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add(call);
        return _answers.TryDequeue(out var answer)
            ? Task.FromResult(ToolResult.Parse(answer))
            : throw new SkillException(ExitCode.Unreachable, "The server is not there.");
    }
}
