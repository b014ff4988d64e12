using Microsoft.ML.Tokenizers;

namespace McpSkillGen.Cli.Pages;

/// <summary>Counts tokens offline. No vendor publishes its own newest tokenizer; this one is public, and comparisons hardly differ.</summary>
internal static class TokenCount
{
    /// <summary>The name that belongs beside every number.</summary>
    public const string Tokenizer = "o200k_base";

    // Two hundred milliseconds and a vocabulary of 200,000: loaded once, and only by what counts.
    private static readonly Lazy<TiktokenTokenizer> Loaded = new(static () => TiktokenTokenizer.CreateForEncoding(Tokenizer));

    public static int Of(string text) => Loaded.Value.CountTokens(text);
}
