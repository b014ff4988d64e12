using System.Text;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Secrets;
using McpSkillGen.Schema.Json;

namespace McpSkillGen.Cli.Secrets;

/// <summary>
/// Takes secrets out of what a server said. Some servers repeat their configuration in instructions, defaults and errors,
/// which end up in files that people share.
/// </summary>
internal sealed class Redaction
{
    private const string Instead = "***";

    // Shorter ones would tear holes into ordinary words and numbers.
    private const int MinLength = 8;

    private readonly string[] _secrets;

    private Redaction(IEnumerable<string> secrets) =>
        _secrets =
        [
            .. secrets
                .Where(static secret => secret.Length >= MinLength && !secret.All(char.IsAsciiLetterLower))
                .Distinct()
                .OrderByDescending(static secret => secret.Length),
        ];

    /// <summary>The secrets that a config gets from variables: those of its .env and of the environment.</summary>
    /// <param name="configFile">The config, with its <c>.env</c> beside it.</param>
    public static Redaction Of(string configFile)
    {
        var secretsFile = Path.Combine(Path.GetDirectoryName(configFile)!, ".env");
        var variables = DotEnv.Over(File.Exists(secretsFile) ? File.ReadAllText(secretsFile) : "", Environment.GetEnvironmentVariable);
        var config = ConfigReader.Read(File.ReadAllBytes(configFile), configFile).Config;
        IEnumerable<string> referenced = config is null ? [] : ConfigVariables.In(config);
        return new Redaction(referenced.Select(name => (Name: name, Value: variables(name) ?? "")).SelectMany(static pair =>
            SecretFinder.Find(pair.Name, pair.Value).Select(part => pair.Value.Substring(part.Start, part.Length))));
    }

    /// <summary>A text without the secrets.</summary>
    public string OfText(string text) => _secrets.Aggregate(text, static (redacted, secret) => redacted.Replace(secret, Instead, StringComparison.Ordinal));

    /// <summary>A JSON text whose string values are without the secrets. Property names and the layout stay as they are.</summary>
    public string OfJson(string json)
    {
        if (_secrets.Length == 0 || !JsonReader.TryRead(json, out var root, out _))
        {
            return OfText(json);
        }

        var redacted = new StringBuilder(json.Length);
        var copied = 0;
        foreach (var text in Texts(root))
        {
            if (OfText(text.Value) is var clean && clean != text.Value)
            {
                redacted.Append(json, copied, text.Span.Start.Offset - copied).Append(JsonWriter.Write(new JsonString(text.Span, clean)));
                copied = text.Span.End.Offset;
            }
        }

        return redacted.Append(json, copied, json.Length - copied).ToString();
    }

    // In the order of the text.
    private static IEnumerable<JsonString> Texts(JsonNode node) => node switch
    {
        JsonString text => [text],
        JsonArray list => list.Items.SelectMany(Texts),
        JsonObject table => table.Properties.SelectMany(static property => Texts(property.Value)),
        _ => [],
    };
}
