using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs;

/// <summary>The result of reading one server of a config file.</summary>
/// <param name="Key">The server's name in a file of several; null in our own format.</param>
/// <param name="Source">Null if there is an error.</param>
/// <param name="Problems">In the order of the file.</param>
internal sealed record ServerReading(string? Key, ServerSource? Source, IReadOnlyList<ConfigProblem> Problems)
{
    /// <summary>The same, read from this file.</summary>
    public ServerReading From(string path) => this with { Source = Source?.From(path) };

    /// <summary>Why it may not be used; null if only its problems speak against it.</summary>
    public SkillException? Refusal { get; init; }

    /// <summary>Why there is no source.</summary>
    public SkillException Failure => Refusal ??
        new SkillException(ExitCode.WrongEnvironment, string.Join('\n', Problems.Where(static problem => problem.IsError)));
}
