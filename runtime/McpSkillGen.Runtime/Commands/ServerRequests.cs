using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Terminal;

namespace McpSkillGen.Runtime.Commands;

/// <summary>Requests of the protocol beside tools: about resources, prompts and completion. All of them only read.</summary>
internal sealed class ServerRequests(Skill skill, GlobalOptions options)
{
    private const int MethodNotFound = -32601;

    // A server whose cursor never ends would be asked for ever.
    private const int MaxPages = 1000;

    private readonly SkillCaller _caller = new(skill.RequireFolder(), skill.Name, StandardErrorObserver.Asking(options.Output.IsQuiet));

    /// <summary>Sends one request and waits for its result.</summary>
    /// <param name="method">The MCP method.</param>
    /// <param name="writeMembers">Writes the members of its params.</param>
    /// <returns>The server's own <c>result</c>, UTF-8 JSON.</returns>
    /// <exception cref="SkillException">There is no result.</exception>
    public ReadOnlyMemory<byte> Send(string method, Action<Utf8JsonWriter> writeMembers) => Try(method, writeMembers) switch
    {
        CallOutcome.Answered answered => answered.Result,
        CallOutcome.Failed { ErrorJson: { } error } when CodeOf(error) is MethodNotFound =>
            throw new SkillException(ExitCode.ToolFailed, $"The server does not know {method}: it offers no such thing. See what it offers: {skill.Name} list"),
        CallOutcome.Failed failed => throw new SkillException(failed.ExitCode, failed.Message),
        var other => throw new InvalidOperationException($"A call cannot end as {other}."),
    };

    /// <summary>Reads a list, page by page.</summary>
    /// <param name="method">The MCP method, <c>resources/list</c> for example.</param>
    /// <param name="key">The member of the result that is the list.</param>
    /// <returns>Empty if the server does not know the method.</returns>
    /// <exception cref="SkillException">The list cannot be read.</exception>
    public List<JsonElement> List(string method, string key)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var at = cursor;
            var outcome = Try(method, writer =>
            {
                if (at is not null)
                {
                    writer.WriteString("cursor"u8, at);
                }
            });
            switch (outcome)
            {
                case CallOutcome.Answered { Result: var result }:
                    using (var document = ResultPrinter.Parse(result))
                    {
                        var found = document.RootElement.Items(Encoding.UTF8.GetBytes(key));
                        items.AddRange(found.FindAll(static item => item.ValueKind is JsonValueKind.Object).ConvertAll(static item => item.Clone()));
                        cursor = document.RootElement.Text("nextCursor"u8);
                    }

                    break;
                case CallOutcome.Failed { ErrorJson: { } error } when CodeOf(error) is MethodNotFound:
                    return items;
                case CallOutcome.Failed failed:
                    throw new SkillException(failed.ExitCode, failed.Message);
            }

            if (cursor is null)
            {
                return items;
            }
        }

        throw new SkillException(ExitCode.Unreachable, $"The server's answer to {method} has more than {MaxPages} pages.");
    }

    private CallOutcome Try(string method, Action<Utf8JsonWriter> writeMembers) => _caller.Call(
        new CallRequest(method, PlainJson.WriteObject(writeMembers), options.Timeout, IsSafeToRepeat: true, options.KeepAlive));

    private static int? CodeOf(string errorJson) =>
        ForeignJson.TryParse(Encoding.UTF8.GetBytes(errorJson), out var error, out _) ? error.RootElement.Integer("code"u8) : null;
}
