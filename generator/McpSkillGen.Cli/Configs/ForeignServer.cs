using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs;

/// <summary>
/// Reads one server of an agent's config with the reader of our own format. Everything around the server, and every key
/// that only agents know, is blanked out first; so each problem keeps the line and column that it has in the file.
/// </summary>
internal static class ForeignServer
{
    // What agents keep beside a server for themselves. "timeout" is not ours: some mean milliseconds, some seconds.
    private static readonly string[] AgentsOwnKeys =
        ["type", "disabled", "alwaysAllow", "autoApprove", "trust", "timeout", "tools", "gallery", "version", "id", "icon"];

    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <returns>The source is null when there is an error.</returns>
    public static (ServerSource? Source, IReadOnlyList<ConfigProblem> Problems) Read(byte[] text, ServerOutline.Entry entry, string path)
    {
        var alone = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var isLineEnd = text[i] is (byte)'\n' or (byte)'\r';
            alone[i] = isLineEnd || (i >= entry.Start && i < entry.End) ? text[i] : (byte)' ';
        }

        var type = text[entry.Start] == '{' ? TakeAgentsKeys(alone, entry) : null;
        var reading = ConfigReader.Read(alone, path);
        var problems = reading.Problems.Select(AtServer).Concat(PromptedValues(text, entry, path)).ToArray();
        if (reading.Config is not { } config || Array.Exists(problems, static problem => problem.IsError))
        {
            return (null, problems);
        }

        config = WithOurVariables(config) with
        {
            Name = config.Name ?? entry.Name,
            Transport = type is "sse" && config.Url is not null ? TransportKind.Sse : config.Transport,
        };
        return (new ServerSource(entry.Name, config, ConfigFile.FolderOf(path), null, problems).From(path), problems);

        // What is missing has no place of its own: the reader puts it at the file's begin, and we at the server's.
        ConfigProblem AtServer(ConfigProblem problem)
        {
            var (line, column) = PositionOf(text, entry.Start);
            return problem is { Line: 1, Column: 1 } ? problem with { Line = line, Column = column } : problem;
        }
    }

    /// <summary>Blanks the agents' own keys out.</summary>
    /// <returns>The value of <c>type</c>, which is their word for the transport.</returns>
    private static string? TakeAgentsKeys(byte[] alone, ServerOutline.Entry entry)
    {
        var json = new Utf8JsonReader(alone.AsSpan(entry.Start, entry.End - entry.Start).ToArray(), Lenient);
        string? type = null;
        json.Read();
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            var start = entry.Start + (int)json.TokenStartIndex;
            json.Read();
            if (key is "type" && json.TokenType is JsonTokenType.String)
            {
                type = json.GetString();
            }

            json.Skip();
            if (AgentsOwnKeys.Contains(key))
            {
                Blank(alone, start, entry.Start + (int)json.BytesConsumed);
            }
        }

        return type;
    }

    // With the comma after it; where it was the last, the comma before it is a trailing one, which is allowed.
    private static void Blank(byte[] text, int start, int end)
    {
        while (end < text.Length && text[end] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            end++;
        }

        var stop = text[end] == ',' ? end + 1 : end;
        for (var i = start; i < stop; i++)
        {
            text[i] = text[i] is (byte)'\n' or (byte)'\r' ? text[i] : (byte)' ';
        }
    }

    /// <summary>Values that only an agent can fill in: VS Code's <c>${input:…}</c>, <c>${workspaceFolder}</c> and the like.</summary>
    private static List<ConfigProblem> PromptedValues(byte[] text, ServerOutline.Entry entry, string path)
    {
        var problems = new List<ConfigProblem>();
        for (var i = entry.Start; text.AsSpan(i, entry.End - i).IndexOf("${"u8) is var found and >= 0; i += found + 2)
        {
            var start = i + found;
            var rest = text.AsSpan(start + 2, entry.End - start - 2);
            var length = rest.IndexOfAny("}\""u8);
            var name = length < 0 || rest[length] != '}' ? "" : Encoding.UTF8.GetString(rest[..length]);
            if (name.StartsWith("input:", StringComparison.Ordinal))
            {
                var variable = VariableFor(name["input:".Length..]);
                problems.Add(At(start, $"\"${{{name}}}\" is a question that VS Code asks; an executor never asks. Write ${{{variable}}} and set the environment variable {variable}."));
            }
            else if (name is "workspaceFolder" or "workspaceFolderBasename" or "workspaceRoot" or "userHome" or "cwd" or "pathSeparator")
            {
                problems.Add(At(start, $"\"${{{name}}}\" is filled in by an editor, which is not there when an executor runs. Write the path itself, or an environment variable."));
            }
        }

        return problems;

        ConfigProblem At(int offset, string message)
        {
            var (line, column) = PositionOf(text, offset);
            return new ConfigProblem(IsError: true, path, line, column, message);
        }
    }

    private static (int Line, int Column) PositionOf(ReadOnlySpan<byte> text, int offset)
    {
        var before = text[..offset];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    private static string VariableFor(string words) =>
        string.Concat(words.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    /// <summary><c>${env:NAME}</c>, as VS Code and Cursor spell it, is our <c>${NAME}</c>.</summary>
    private static SkillConfig WithOurVariables(SkillConfig config) => config with
    {
        Command = Ours(config.Command),
        Arguments = [.. config.Arguments.Select(static argument => Ours(argument)!)],
        Environment = Ours(config.Environment),
        WorkingDirectory = Ours(config.WorkingDirectory),
        Url = Ours(config.Url),
        Headers = Ours(config.Headers),
        Authorization = config.Authorization with
        {
            ClientId = Ours(config.Authorization.ClientId),
            ClientSecret = Ours(config.Authorization.ClientSecret),
        },
    };

    private static Dictionary<string, string> Ours(IReadOnlyDictionary<string, string> map) =>
        map.ToDictionary(static pair => pair.Key, static pair => Ours(pair.Value)!, StringComparer.Ordinal);

    private static string? Ours(string? text) => text?.Replace("${env:", "${", StringComparison.Ordinal);
}
