using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Terminal;

namespace McpSkillGen.Runtime.Commands;

/// <summary>Requests of the protocol beside tools: about resources, prompts and completion. All of them only read.</summary>
internal sealed class ServerRequests
{
    private const int MethodNotFound = -32601;

    private readonly StandardErrorObserver _observer;
    private readonly SkillCaller _caller;
    private readonly Skill _skill;
    private readonly GlobalOptions _options;

    public ServerRequests(Skill skill, GlobalOptions options)
    {
        (_skill, _options) = (skill, options);
        _observer = StandardErrorObserver.Asking(options.Output.IsQuiet);
        _caller = new SkillCaller(skill.RequireFolder(), skill.Name, _observer);
    }

    /// <summary>Sends one request and waits for its result.</summary>
    /// <param name="method">The MCP method.</param>
    /// <param name="writeMembers">Writes the members of its params.</param>
    /// <returns>The server's own <c>result</c>, UTF-8 JSON.</returns>
    /// <exception cref="SkillException">There is no result.</exception>
    public ReadOnlyMemory<byte> Send(string method, Action<Utf8JsonWriter> writeMembers) => Try(method, PlainJson.WriteObject(writeMembers)) switch
    {
        CallOutcome.Answered answered => answered.Result,
        CallOutcome.Failed { ErrorJson: { } error } when CodeOf(error) is MethodNotFound =>
            throw new SkillException(ExitCode.ToolFailed, $"The server does not know {method}: it offers no such thing. See what it offers: {_skill.Name} list"),
        CallOutcome.Failed failed => throw new SkillException(failed.ExitCode, failed.Message),
        var other => throw new InvalidOperationException($"A call cannot end as {other}."),
    };

    /// <summary>Reads a list, page by page. If it cannot be read to its end, the caller is told, and gets what came.</summary>
    /// <param name="method">The MCP method, <c>resources/list</c> for example.</param>
    /// <param name="key">The member of the result that is the list.</param>
    /// <returns>Empty if the server does not know the method.</returns>
    /// <exception cref="SkillException">Nothing of the list can be read.</exception>
    public List<JsonElement> List(string method, string key)
    {
        var list = new PagedList(key);
        while (list.NextPage is { } parameters)
        {
            switch (Try(method, parameters))
            {
                case CallOutcome.Answered { Result: var result }:
                    AddPage(list, result, key);
                    break;
                case CallOutcome.Failed { ErrorJson: { } error } when CodeOf(error) is MethodNotFound:
                    return list.Items;
                case CallOutcome.Failed failed when list.Items.Count > 0:
                    list.StopAt($"could not be read to its end: {failed.Message}");
                    break;
                case CallOutcome.Failed failed:
                    throw new SkillException(failed.ExitCode, failed.Message);
            }
        }

        if (list.Shortage is { } shortage)
        {
            _observer.OnNote($"The server's answer to {method} is not shown completely: it {shortage}");
        }

        return list.Items;
    }

    /// <exception cref="SkillException">It is not a list.</exception>
    internal static void AddPage(PagedList list, ReadOnlyMemory<byte> result, string key)
    {
        // Not disposed: the items point into it.
        var document = ResultPrinter.Parse(result);
        if (!list.TryAdd(document.RootElement, result.Length))
        {
            throw ResultPrinter.Without(key, document.RootElement);
        }
    }

    private CallOutcome Try(string method, ReadOnlyMemory<byte> parameters) => _caller.Call(
        new CallRequest(method, parameters, _options.Timeout, IsSafeToRepeat: true, _options.KeepAlive));

    private static int? CodeOf(string errorJson) =>
        ForeignJson.TryParse(Encoding.UTF8.GetBytes(errorJson), out var error, out _) ? error.RootElement.Integer("code"u8) : null;
}
