using Microsoft.ML.Tokenizers;

namespace McpSkillGen.Cli.Pages;

/// <summary>Counts tokens offline. No vendor publishes its newest tokenizer. This one is public, and comparisons hardly differ.</summary>
internal static class TokenCount
{
    /// <summary>The name to show with every number.</summary>
    public const string Tokenizer = "o200k_base";

    // Loading takes 200 ms, so it happens once, and only if something is counted.
    private static readonly Lazy<TiktokenTokenizer> Loaded = new(static () => TiktokenTokenizer.CreateForEncoding(Tokenizer));

    public static int Of(string text) => Loaded.Value.CountTokens(text);
}
