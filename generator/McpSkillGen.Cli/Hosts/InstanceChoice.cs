using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Hosts;

/// <summary>Which instances a person means.</summary>
internal static class InstanceChoice
{
    /// <summary>Every instance of the skills that are named: one of each workspace.</summary>
    /// <exception cref="SkillException">Names that mean no skill, or several: all of them, each with its candidates.</exception>
    public static IReadOnlyList<SkillInstance> Skills(IReadOnlyList<string> words, IReadOnlyList<SkillInstance> all, string usage)
    {
        var problems = new List<string>();
        var chosen = words.SelectMany(word =>
        {
            var meant = all.Where(instance => instance.IsMeantBy(word)).ToArray();
            var problem = meant.Length == 0 ? Unknown(word, all)
                : meant.Select(static instance => instance.Skill).Distinct().Count() > 1 ? Ambiguous(word, meant)
                : null;
            problems.AddRange(problem is null ? [] : [problem]);
            return meant;
        }).Distinct().ToArray();
        return problems.Count == 0 ? chosen : throw Wrong(problems, usage);
    }

    /// <summary>The one instance that is named.</summary>
    /// <exception cref="SkillException">The name means none, or several.</exception>
    public static SkillInstance One(string word, IReadOnlyList<SkillInstance> all, string usage)
    {
        var meant = all.Where(instance => instance.IsMeantBy(word)).ToArray();
        return meant switch
        {
            [var one] => one,
            [] => throw Wrong([Unknown(word, all)], usage),
            _ => throw Wrong([Ambiguous(word, meant)], usage),
        };
    }

    private static string Unknown(string word, IReadOnlyList<SkillInstance> all)
    {
        var names = all.Select(static instance => instance.Name).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
        {
            return $"'{word}' is unknown: no skill of yours has run on this machine since its runtime directory was made.";
        }

        return $"'{word}' is no skill that has run here.{(Suggestion.Nearest(word, names) is { } nearest ? $" Did you mean {nearest}?" : "")} Known: {string.Join(", ", names)}.";
    }

    private static string Ambiguous(string word, SkillInstance[] meant) =>
        $"'{word}' means {meant.Length} instances; name one by its id or its folder:\n"
        + string.Join('\n', meant.Select(static instance =>
            $"  {instance.Id}  {instance.Skill}{(instance.Workspace is null ? "" : $"  for {instance.Workspace}")}{(instance.IsRunning ? "" : "  (not running)")}"));

    private static SkillException Wrong(IEnumerable<string> problems, string usage) =>
        new(ExitCode.WrongArguments, $"{string.Join('\n', problems)}\nTry: {usage}");
}
