using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Wire;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Sharing;

/// <summary>
/// The skills behind one endpoint, seen as one server. Alone, a skill is its server, byte by byte except for excluded tools. Of
/// several, tools and prompts are named <c>SKILL__NAME</c>, lists are joined, and a resource is its skill's that lists it.
/// </summary>
/// <param name="skills">At least one.</param>
internal sealed class SkillSet(IReadOnlyList<SharedSkill> skills)
{
    private const string Separator = "__";

    // Capabilities of a server that a request-by-request bridge does not have.
    private static readonly string[] NotPassedOn = ["tasks", "experimental", "extensions"];

    private readonly ConcurrentDictionary<string, SharedSkill> _owners = new(StringComparer.Ordinal);

    public IReadOnlyList<SharedSkill> Skills => skills;

    /// <summary>Whether log messages may be sent.</summary>
    public bool MayLog => skills.Any(static skill => skill.Capabilities.Member("logging"u8).ValueKind is JsonValueKind.Object);

    /// <param name="version">The agreed protocol version.</param>
    /// <returns>The result of <c>initialize</c>.</returns>
    public ReadOnlyMemory<byte> Introduction(string version) => PlainJson.WriteObject(writer =>
    {
        writer.WriteString("protocolVersion"u8, version);
        writer.WriteStartObject("capabilities"u8);
        WriteCapabilities(writer);
        writer.WriteEndObject();
        writer.WritePropertyName("serverInfo"u8);
        if (skills is [{ ServerInfo: { ValueKind: JsonValueKind.Object } info }] && info.Text("name"u8) is not null && info.Text("version"u8) is not null)
        {
            info.WriteTo(writer);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, skills is [var one] ? one.Name : ClientIdentity.Name);
            writer.WriteString("version"u8, ClientIdentity.Version);
            writer.WriteEndObject();
        }

        if (Instructions() is { } instructions)
        {
            writer.WriteString("instructions"u8, instructions);
        }
    });

    /// <summary>Makes a client's request, blocking.</summary>
    /// <param name="method">The MCP method.</param>
    /// <param name="parameters">Its params; undefined for none.</param>
    /// <param name="observer">Receives what happens meanwhile.</param>
    /// <param name="cancellationToken">Tells the server to cancel.</param>
    public CallOutcome Call(string method, JsonElement parameters, ICallObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            if (skills is [var only])
            {
                var outcome = only.Call(method, JsonRpc.RawObject(parameters), observer, cancellationToken);
                return method == RequestMethods.ToolsList && outcome is CallOutcome.Answered answered
                    ? new CallOutcome.Answered(Offered(answered.Result, only.Tools().Offers))
                    : outcome;
            }

            return CallOneOf(method, parameters, observer, cancellationToken);
        }
        catch (SkillException e)
        {
            return new CallOutcome.Failed(e.ExitCode, e.Message);
        }
    }

    private CallOutcome CallOneOf(string method, JsonElement parameters, ICallObserver observer, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case RequestMethods.ToolsList:
                return Join("tools", method, "name", observer, cancellationToken);
            case RequestMethods.PromptsList:
                return Join("prompts", method, "name", observer, cancellationToken);
            case RequestMethods.ResourcesList:
                return Join("resources", method, "uri", observer, cancellationToken);
            case RequestMethods.ResourcesTemplatesList:
                return Join("resourceTemplates", method, "uriTemplate", observer, cancellationToken);
            case CallMessage.ToolMethod or RequestMethods.PromptsGet:
                var (skill, own) = Named(parameters.Text("name"u8) ?? "");
                return skill.Call(method, JsonRpc.With(parameters, "name", writer => writer.WriteStringValue(own)), observer, cancellationToken);
            case RequestMethods.CompletionComplete
                when parameters.Member("ref"u8) is { ValueKind: JsonValueKind.Object } reference && reference.Text("name"u8) is { } name:
                var (owner, prompt) = Named(name);
                var renamed = JsonRpc.With(reference, "name", writer => writer.WriteStringValue(prompt));
                var request = JsonRpc.With(parameters, "ref", writer => writer.WriteRawValue(renamed.Span, skipInputValidation: true));
                return owner.Call(method, request, observer, cancellationToken);
            case JsonRpc.SetLevel:
                return CallAll(method, parameters, observer, cancellationToken);
            default:
                return CallOwner(parameters.Text("uri"u8) ?? parameters.Member("ref"u8).Text("uri"u8), method, parameters, observer, cancellationToken);
        }
    }

    private (SharedSkill Skill, string Own) Named(string name)
    {
        // No skill's name has two underscores.
        var skill = skills.FirstOrDefault(known => name.StartsWith(known.Name + Separator, StringComparison.Ordinal));
        return skill is not null ? (skill, name[(skill.Name.Length + Separator.Length)..]) : throw new SkillException(
            ExitCode.WrongArguments, $"There is no '{name}' here: a name begins with its skill's, as in {skills[0].Name}{Separator}NAME.");
    }

    private CallOutcome CallAll(string method, JsonElement parameters, ICallObserver observer, CancellationToken cancellationToken)
    {
        CallOutcome? first = null;
        foreach (var skill in skills.Where(static skill => skill.Capabilities.Member("logging"u8).ValueKind is JsonValueKind.Object))
        {
            var outcome = skill.Call(method, JsonRpc.RawObject(parameters), observer, cancellationToken);
            first = first is CallOutcome.Answered ? first : outcome;
        }

        return first ?? new CallOutcome.Answered("{}"u8.ToArray());
    }

    private CallOutcome CallOwner(string? uri, string method, JsonElement parameters, ICallObserver observer, CancellationToken cancellationToken)
    {
        var raw = JsonRpc.RawObject(parameters);
        if (uri is not null && _owners.TryGetValue(uri, out var owner))
        {
            return owner.Call(method, raw, observer, cancellationToken);
        }

        // A resource that no list has may be one of a template: the first server that knows it answers.
        CallOutcome? outcome = null;
        foreach (var skill in skills)
        {
            outcome = skill.Call(method, raw, observer, cancellationToken);
            if (outcome is CallOutcome.Answered)
            {
                break;
            }
        }

        return outcome!;
    }

    private CallOutcome Join(string key, string method, string nameKey, ICallObserver observer, CancellationToken cancellationToken)
    {
        var trouble = new List<CallOutcome>();
        var isPrefixed = nameKey == "name";
        var joined = PlainJson.WriteObject(writer =>
        {
            writer.WriteStartArray(key);
            foreach (var skill in skills)
            {
                foreach (var item in ReadList(skill, key, method, observer, trouble, cancellationToken))
                {
                    var name = item.Member(System.Text.Encoding.UTF8.GetBytes(nameKey)) is { ValueKind: JsonValueKind.String } text ? text.AsText() : "";
                    if (isPrefixed)
                    {
                        var renamed = JsonRpc.With(item, nameKey, inner => inner.WriteStringValue(skill.Name + Separator + name));
                        writer.WriteRawValue(renamed.Span, skipInputValidation: true);
                    }
                    else
                    {
                        _owners.TryAdd(name, skill);
                        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(item), skipInputValidation: true);
                    }
                }
            }

            writer.WriteEndArray();
        });
        return trouble.Count == skills.Count ? trouble[0] : new CallOutcome.Answered(joined);
    }

    private static List<JsonElement> ReadList(
        SharedSkill skill, string key, string method, ICallObserver observer, List<CallOutcome> trouble, CancellationToken cancellationToken)
    {
        var capability = key is "resourceTemplates" ? "resources" : key;
        if (key is not "tools" && skill.Capabilities.ValueKind is JsonValueKind.Object
            && skill.Capabilities.Member(System.Text.Encoding.UTF8.GetBytes(capability)).ValueKind is not JsonValueKind.Object)
        {
            return [];
        }

        var list = new PagedList(key);
        while (list.NextPage is { } page)
        {
            var outcome = skill.Call(method, page, observer, cancellationToken);
            if (outcome is not CallOutcome.Answered { Result: var result }
                || !ForeignJson.TryParseObject(result, out var document, out _) || !list.TryAdd(document.RootElement, result.Length))
            {
                observer.OnNote($"{skill.Name}: {(outcome is CallOutcome.Failed failed ? failed.Message : $"the answer to {method} is not a list")}");
                if (list.Items.Count == 0)
                {
                    trouble.Add(outcome);
                }

                break;
            }
        }

        var tools = key is "tools" ? skill.Tools() : null;
        return list.Items.FindAll(item => item.ValueKind is JsonValueKind.Object && (tools is null || item.Text("name"u8) is not { } name || tools.Offers(name)));
    }

    /// <returns>The same bytes if every tool of the page is offered.</returns>
    private static ReadOnlyMemory<byte> Offered(ReadOnlyMemory<byte> page, Func<string, bool> isOffered)
    {
        if (!ForeignJson.TryParseObject(page, out var document, out _))
        {
            return page;
        }

        using (document)
        {
            var tools = document.RootElement.Items("tools"u8);
            var offered = tools.FindAll(tool => tool.Text("name"u8) is not { } name || isOffered(name));
            return offered.Count == tools.Count ? page : JsonRpc.With(document.RootElement, "tools", writer =>
            {
                writer.WriteStartArray();
                foreach (var tool in offered)
                {
                    writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(tool), skipInputValidation: true);
                }

                writer.WriteEndArray();
            });
        }
    }

    private string? Instructions() => skills switch
    {
        [var one] => one.Instructions,
        _ => string.Join("\n\n", skills.Where(static skill => skill.Instructions is not null).Select(static skill => $"# {skill.Name}\n\n{skill.Instructions}"))
            is { Length: > 0 } text ? text : null,
    };

    private void WriteCapabilities(Utf8JsonWriter writer)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var capabilities in skills.Select(static skill => skill.Capabilities).Where(static said => said.ValueKind is JsonValueKind.Object))
        {
            foreach (var member in capabilities.EnumerateObject().Where(static member => !NotPassedOn.Contains(member.Name)))
            {
                // Of two skills' the richer one: one that says more than {}.
                if (!members.TryGetValue(member.Name, out var known) || known.GetRawText().Length < member.Value.GetRawText().Length)
                {
                    members[member.Name] = member.Value;
                }
            }
        }

        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        // Many servers forget to say that they have tools.
        if (!members.ContainsKey("tools") && skills.Any(static skill => skill.Offers("tools"u8)))
        {
            writer.WriteStartObject("tools"u8);
            writer.WriteEndObject();
        }
    }
}
