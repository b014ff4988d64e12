using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Secrets;

/// <summary>
/// Takes secrets out of what a server said: some servers repeat their configuration in instructions, defaults and errors,
/// and all of these end in files that people share.
/// </summary>
internal sealed class Redaction
{
    private const string Instead = "***";

    // A shorter one would tear holes into ordinary words and numbers.
    private const int MinLength = 8;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string[] _secrets;

    private Redaction(IEnumerable<string> secrets) =>
        _secrets = [.. secrets.Where(static secret => secret.Length >= MinLength && !secret.All(char.IsAsciiLetterLower)).Distinct().OrderByDescending(static secret => secret.Length)];

    /// <summary>The secrets that a config gets from variables: its own file's and the environment's.</summary>
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

    /// <summary>A JSON text whose string values are without the secrets; names of properties stay, and so does its layout.</summary>
    public string OfJson(string json)
    {
        if (_secrets.Length == 0)
        {
            return json;
        }

        var text = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(text);
        using var redacted = new MemoryStream(text.Length);
        var copied = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String && reader.GetString() is { } value && OfText(value) is var now && now != value)
                {
                    redacted.Write(text.AsSpan(copied, (int)reader.TokenStartIndex - copied));
                    redacted.Write(JsonSerializer.SerializeToUtf8Bytes(now, Readable));
                    copied = (int)reader.BytesConsumed;
                }
            }
        }
        catch (JsonException)
        {
            // Whoever reads it next says what is wrong with it.
            return OfText(json);
        }

        redacted.Write(text.AsSpan(copied));
        return Encoding.UTF8.GetString(redacted.ToArray());
    }
}
