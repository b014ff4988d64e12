using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Replaying;

/// <summary>A recording: what a server offered, and what it answered to each request.</summary>
internal sealed class Recording
{
    // What the host writes in place of a secret.
    private const string Redacted = "***";

    private readonly List<Answer> _answers;
    private readonly bool _isLenient;

    private Recording(JsonObject catalog, List<Answer> answers, bool isLenient) => (Catalog, _answers, _isLenient) = (catalog, answers, isLenient);

    /// <summary>What the server offered: <c>mcp-catalog.json</c>.</summary>
    public JsonObject Catalog { get; }

    /// <param name="file">A line with the catalog, and a line for each answer.</param>
    /// <param name="isLenient">Whether answers are given again, and to similar requests.</param>
    /// <exception cref="SkillException">It cannot be read, or is no recording.</exception>
    public static Recording Read(string file, bool isLenient)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The recording cannot be read: {e.Message} Make one: NAME record FILE -- TOOL --flag value", e);
        }

        JsonObject? catalog = null;
        var answers = new List<Answer>();
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = Parse(file, number, lines[number - 1]);
            if (line["catalog"] is JsonObject offered)
            {
                catalog = offered;
            }
            else if (line["method"]?.GetValueKind() is JsonValueKind.String && (line["result"] ?? line["error"]) is not null)
            {
                answers.Add(new Answer(line["method"]!.GetValue<string>(), Compared(line["params"]), line["result"], line["error"]));
            }
            else
            {
                throw Wrong(file, number, "it has neither a \"catalog\" nor a \"method\" with a \"result\" or an \"error\"");
            }
        }

        return new Recording(catalog ?? throw Wrong(file, 1, "there is no line with a \"catalog\""), answers, isLenient);
    }

    /// <summary>Finds the answer to a request, and uses it up unless the recording is lenient.</summary>
    /// <returns>Null if there is none.</returns>
    public (JsonNode? Result, JsonNode? Error)? Find(string method, JsonNode? parameters)
    {
        var wanted = Compared(parameters);
        var matching = _answers.Where(answer => answer.Method == method && Matches(answer.Params, wanted))
            .OrderBy(answer => JsonNode.DeepEquals(answer.Params, wanted) ? 0 : 1).ToList();
        if (matching.Find(static answer => !answer.IsUsed) is { } next)
        {
            next.IsUsed = true;
            return (next.Result, next.Error);
        }

        var again = !_isLenient ? null
            : matching.LastOrDefault() ?? _answers.FindLast(answer => answer.Method == method && Name(answer.Params) == Name(wanted));
        return again is null ? null : (again.Result, again.Error);
    }

    /// <summary>Why there is no answer, and what to do.</summary>
    public string WhyNone(string method, JsonNode? parameters)
    {
        var wanted = Compared(parameters);
        var recorded = _answers.Where(answer => answer.Method == method && Name(answer.Params) == Name(wanted)).ToList();
        var subject = Name(wanted) is { } name ? $"'{name}'" : method;
        return recorded.Exists(answer => Matches(answer.Params, wanted))
            ? $"The recording has no further answer of {subject} to these arguments. Record another call, or replay with --lenient."
            : recorded.Count > 0 ? $"The recording has answers of {subject} to other arguments only: {recorded[0].Params?["arguments"]?.ToJsonString() ?? "{}"}. Record this call, or replay with --lenient."
            : $"The recording has no answer of {subject}. Record this call.";
    }

    private static JsonObject Parse(string file, int number, string line)
    {
        try
        {
            return ReplayServer.Read(line) as JsonObject ?? throw Wrong(file, number, "it is not a JSON object");
        }
        catch (JsonException e)
        {
            throw Wrong(file, number, $"it is not valid JSON ({e.Message})");
        }
    }

    private static SkillException Wrong(string file, int number, string problem) =>
        new(ExitCode.WrongEnvironment, $"'{file}' is not a recording: in line {number}, {problem}. Make one: NAME record FILE -- TOOL --flag value");

    private static string? Name(JsonNode? parameters) =>
        (parameters as JsonObject)?["name"] is JsonValue name && name.TryGetValue(out string? text) ? text : null;

    // Progress tokens and the like differ at each call, and no arguments are the same as empty ones.
    private static JsonNode? Compared(JsonNode? parameters)
    {
        if (parameters?.DeepClone() is not JsonObject copy)
        {
            return parameters;
        }

        copy.Remove("_meta");
        if (copy["arguments"] is JsonObject { Count: 0 })
        {
            copy.Remove("arguments");
        }

        return copy.Count == 0 ? null : copy;
    }

    private static bool Matches(JsonNode? recorded, JsonNode? wanted) => (recorded, wanted) switch
    {
        (JsonObject one, JsonObject other) =>
            one.Count == other.Count && one.All(member => other.ContainsKey(member.Key) && Matches(member.Value, other[member.Key])),
        (JsonArray one, JsonArray other) => one.Count == other.Count && one.Zip(other).All(static pair => Matches(pair.First, pair.Second)),
        (JsonValue value, JsonValue given) when value.TryGetValue(out string? text) && text.Contains(Redacted, StringComparison.Ordinal) =>
            given.TryGetValue(out string? said) && Matches(text, said),
        _ => JsonNode.DeepEquals(recorded, wanted),
    };

    // What was redacted may have been anything.
    private static bool Matches(string recorded, string wanted)
    {
        var parts = recorded.Split(Redacted);
        var at = parts[0].Length;
        if (!wanted.StartsWith(parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var part in parts[1..^1])
        {
            var found = wanted.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return wanted.Length - at >= parts[^1].Length && wanted.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    private sealed record Answer(string Method, JsonNode? Params, JsonNode? Result, JsonNode? Error)
    {
        public bool IsUsed { get; set; }
    }
}
