using System.Text.Json;

namespace McpSkillGen.Cli.Hosts;

/// <summary>One instance, as the host program's role <c>hosts</c> reports it.</summary>
/// <param name="Id">Its name in the runtime directory.</param>
/// <param name="Name">The skill's name; null if the skill is not known.</param>
/// <param name="Skill">The skill's folder; null if the skill is not known.</param>
/// <param name="Workspace">The project that it is for, with <c>"scope": "workspace"</c>.</param>
/// <param name="Presence"><c>answers</c>, <c>absent</c>, <c>not answering</c>, or <c>starting or leaving</c>.</param>
/// <param name="HostId">The host's process, if one is running.</param>
/// <param name="Status">The host's own answer; JSON null if there is none.</param>
/// <param name="Json">All of it, as it was reported.</param>
internal sealed record SkillInstance(
    string Id, string? Name, string? Skill, string? Workspace, string Presence, int? HostId, JsonElement Status, JsonElement Json)
{
    public bool IsRunning => Presence != "absent";

    /// <summary>Whether its host runs and does not answer.</summary>
    public bool IsHung => Presence == "not answering";

    /// <summary>One word for people: the host's own state if it answers.</summary>
    public string State => Presence switch
    {
        "answers" when Status.TryGetProperty("state", out var state) && state.GetString() is { } word => word,
        "absent" => "not running",
        _ => Presence,
    };

    /// <summary>A short name: the skill's, and the workspace's if it is for one.</summary>
    public string Title => (Name ?? Id) + (Workspace is null ? "" : $" ({Path.GetFileName(Workspace)})");

    /// <summary>Every instance of this user.</summary>
    /// <exception cref="Runtime.SkillException">The host program failed.</exception>
    public static async Task<IReadOnlyList<SkillInstance>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var ended = await HostRole.RunAsync(["hosts", "--json"], cancellationToken).ConfigureAwait(false);
        return ended.ExitCode == 0 ? Parse(ended.Output) : throw HostRole.Failure(ended);
    }

    /// <param name="json">What the role <c>hosts</c> prints.</param>
    public static IReadOnlyList<SkillInstance> Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(static element => Of(element.Clone()))];
    }

    /// <summary>Whether a word means this one: the skill's name, the instance's id, the skill's folder, or a path below that.</summary>
    public bool IsMeantBy(string word)
    {
        if (word == Name || word == Id)
        {
            return true;
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(word));
        return Skill is not null && (path == Skill || path.StartsWith(Skill + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    /// <summary>A number of the host's status.</summary>
    public double? Number(string member) =>
        Status.ValueKind is JsonValueKind.Object && Status.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.Number
            ? value.GetDouble()
            : null;

    private static SkillInstance Of(JsonElement element) => new(
        element.GetProperty("instance").GetString()!,
        element.GetProperty("name").GetString(),
        element.GetProperty("skill").GetString(),
        element.GetProperty("workspace").GetString(),
        element.GetProperty("presence").GetString()!,
        element.GetProperty("hostPid") is { ValueKind: JsonValueKind.Number } host ? host.GetInt32() : null,
        element.GetProperty("status"),
        element);
}
