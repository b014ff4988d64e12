using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Servers;

/// <summary>How a server describes its tools now. It is asked once, and again when it says that its tools have changed. Safe for many threads.</summary>
internal sealed class OfferedTools
{
    // A server that needs longer than this to list its tools has other problems.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private readonly Lock _asking = new();
    private ServerSession? _session;
    private Task<ILookup<string, JsonElement>>? _answer;

    /// <param name="session">The server.</param>
    /// <param name="cancellationToken">Ends the wait, and not the question.</param>
    /// <returns>By name: a server may describe a tool twice.</returns>
    /// <exception cref="SkillException">The server does not list its tools.</exception>
    public Task<ILookup<string, JsonElement>> OfAsync(ServerSession session, CancellationToken cancellationToken)
    {
        lock (_asking)
        {
            if (!ReferenceEquals(session, _session))
            {
                _session = session;
                session.ToolsChanged += () => Forget(session);
                _answer = null;
            }

            _answer = _answer is null or { IsFaulted: true } ? AskAsync(session) : _answer;
            return _answer.WaitAsync(cancellationToken);
        }
    }

    private void Forget(ServerSession session)
    {
        lock (_asking)
        {
            _answer = ReferenceEquals(session, _session) ? null : _answer;
        }
    }

    private static async Task<ILookup<string, JsonElement>> AskAsync(ServerSession session)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var limit = new CancellationTokenSource(Budget);
        try
        {
            var tools = await new CatalogReader(session, ToolFilter.All, static _ => { }).ReadToolsAsync(limit.Token).ConfigureAwait(false);
            return tools.ToLookup(static tool => tool.Text("name"u8) ?? "", StringComparer.Ordinal);
        }
        catch (OperationCanceledException e)
        {
            throw new SkillException(ExitCode.Unreachable, $"The server has not listed its tools within {Budget.TotalSeconds:0} s.", e);
        }
    }
}
