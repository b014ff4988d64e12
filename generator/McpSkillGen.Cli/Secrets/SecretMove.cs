using McpSkillGen.Cli.Configs;

namespace McpSkillGen.Cli.Secrets;

/// <summary>A config whose secrets have been moved out: <c>${NAME}</c> stands where they stood.</summary>
/// <param name="Source">With the config, and its text, as they are now.</param>
/// <param name="Values">What was moved, by the variable's name; never to be shown.</param>
/// <param name="Places">Where it stood, a line each: <c>env.TOKEN</c>, by the variable's name.</param>
internal sealed record SecretMove(ServerSource Source, IReadOnlyDictionary<string, string> Values, IReadOnlyList<(string Place, string Variable)> Places)
{
    /// <summary>Moves nothing.</summary>
    public static SecretMove Nothing(ServerSource source) => new(source, new Dictionary<string, string>(), []);

    /// <param name="source">The config.</param>
    /// <param name="skillName">For the names of variables that the config does not name; null where it is not known yet.</param>
    /// <param name="environment">The caller's variables: theirs win over a file's, so that a name in use with another value is not taken.</param>
    public static SecretMove Out(ServerSource source, string? skillName, Func<string, string?> environment)
    {
        var names = new SecretVariables(skillName, ConfigVariables.In(source.Config), environment);
        var places = new List<(string Place, string Variable)>();

        // A variable of the server gives the name, where an argument repeats its value.
        var texts = ConfigTexts.Of(source.Config).OrderByDescending(static text => text.IsVariable).ToDictionary(static text => text.Place, text => Replace(text, source.DeclaredSecrets, names, places), StringComparer.Ordinal);
        if (places.Count == 0)
        {
            return Nothing(source);
        }

        var moved = source with
        {
            Config = ConfigTexts.With(source.Config, texts),
            Text = source.Text is { } text ? (ReadOnlyMemory<byte>?)ConfigTextEdit.Replace(text.Span, texts, names.Values) : null,
        };
        return new SecretMove(moved, names.Values, places);
    }

    private static string Replace(ConfigText text, IReadOnlySet<string> declared, SecretVariables names, List<(string Place, string Variable)> places)
    {
        var value = text.Value;
        var parts = declared.Contains(value) ? [new SecretFinder.Part(0, value.Length, null)] : SecretFinder.Find(text.Name, value);
        foreach (var part in parts.Reverse())
        {
            // A dollar before "${NAME}" would make it a literal text.
            var start = part.Start > 0 && value[part.Start - 1] == '$' ? part.Start - 1 : part.Start;
            var secret = value[start..(part.Start + part.Length)].Replace("$${", "${", StringComparison.Ordinal);
            var variable = names.For(text, part, secret);
            value = $"{value[..start]}${{{variable}}}{value[(part.Start + part.Length)..]}";
            places.Add((text.Place, variable));
        }

        return value;
    }
}
