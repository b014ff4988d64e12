using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Hosts;

/// <summary>Finds the instances that a person names.</summary>
internal static class InstanceChoice
{
    /// <summary>What help says of such an argument.</summary>
    public const string Help = "The skill's name, its folder, or an instance's id.";

    /// <summary>Every instance of the named skills: one for each workspace.</summary>
    /// <exception cref="SkillException">Some names match no skill, or several; the message lists the candidates of each.</exception>
    public static IReadOnlyList<SkillInstance> Skills(IReadOnlyList<string> words, IReadOnlyList<SkillInstance> all)
    {
        var problems = new List<string>();
        var chosen = words.SelectMany(word =>
        {
            var matches = all.Where(instance => instance.IsMeantBy(word)).ToArray();
            if (matches.Length == 0)
            {
                problems.Add(Unknown(word, all));
            }
            else if (matches.Select(static instance => instance.Skill).Distinct().Count() > 1)
            {
                problems.Add(Ambiguous(word, matches));
            }

            return matches;
        }).Distinct().ToArray();
        return problems.Count == 0 ? chosen : throw Wrong(problems);
    }

    /// <summary>The one named instance.</summary>
    /// <exception cref="SkillException">The name matches none, or several.</exception>
    public static SkillInstance One(string word, IReadOnlyList<SkillInstance> all) => all.Where(instance => instance.IsMeantBy(word)).ToArray() switch
    {
        [var one] => one,
        [] => throw Wrong([Unknown(word, all)]),
        var several => throw Wrong([Ambiguous(word, several)]),
    };

    private static string Unknown(string word, IReadOnlyList<SkillInstance> all)
    {
        var names = all.Select(static instance => instance.Name).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        return names.Length == 0
            ? $"'{word}' is unknown: none of your skills has run on this machine since its runtime directory was made."
            : $"No skill '{word}' has run here.{Suggestion.DidYouMean(word, names)} Known: {string.Join(", ", names)}.";
    }

    private static string Ambiguous(string word, SkillInstance[] matches) =>
        $"'{word}' matches {matches.Length} instances; name one by its id or its folder:\n"
        + string.Join('\n', matches.Select(static instance =>
            $"  {instance.Id}  {instance.Skill}{(instance.Workspace is null ? "" : $"  for {instance.Workspace}")}{(instance.IsRunning ? "" : "  (not running)")}"));

    private static SkillException Wrong(IEnumerable<string> problems) =>
        new(ExitCode.WrongArguments, $"{string.Join('\n', problems)}\nTry: mcpgen ps --all");
}
