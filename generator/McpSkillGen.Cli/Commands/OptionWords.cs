using System.CommandLine;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary>Options that take one of a few words.</summary>
internal static class OptionWords
{
    /// <summary>Refuses every other word and suggests the nearest; a shell completes them.</summary>
    public static Option<T> Among<T>(this Option<T> option, IReadOnlyList<string> words)
    {
        option.CompletionSources.Add([.. words]);
        option.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(static token => token.Value).Except(words))
            {
                result.AddError($"{option.Name} is '{word}'; expected one of {string.Join(", ", words)}.{Suggestion.DidYouMean(word, words)}");
            }
        });
        return option;
    }
}
