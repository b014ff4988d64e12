namespace McpSkillGen.Cli.Commands;

/// <summary>Options of <c>mcpgen scaffold</c> that stand after <c>--</c>, where they become the server's arguments.</summary>
internal static class MisplacedOptions
{
    // No server has these.
    private static readonly string[] Ours = ["--no-build", "--keep-secrets", "--trust", "--replace", "--sample", "--from"];

    // A server or its runner may have these too, but hardly at the end of the line.
    private static readonly string[] Shared = ["-o", "--output", "--name", "--description", "--json", "--transport"];

    /// <param name="command">What stands after <c>--</c>.</param>
    public static string[] In(IReadOnlyList<string> command) =>
        [.. command.Skip(1).Where((word, i) => Ours.Contains(NameOf(word)) || (Shared.Contains(NameOf(word)) && i + 1 >= command.Count - 2))];

    private static string NameOf(string word) => word.Split('=')[0];
}
