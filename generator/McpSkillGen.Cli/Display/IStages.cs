namespace McpSkillGen.Cli.Display;

/// <summary>Shows the making of one skill.</summary>
internal interface IStages
{
    /// <summary>What is being made.</summary>
    void Heading(string text);

    /// <summary>A problem that does not stop the command.</summary>
    void Warn(string text);

    /// <summary>Something worth knowing.</summary>
    void Note(string text);

    /// <summary>Runs one stage.</summary>
    /// <param name="doing">What it does: "Building the executor".</param>
    /// <param name="work">The stage. It may report its progress, a line at a time.</param>
    /// <param name="done">What was done: "Built the executor".</param>
    Task<T> RunAsync<T>(string doing, Func<Action<string>, Task<T>> work, Func<T, string> done);
}
