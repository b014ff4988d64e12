namespace McpSkillGen.Runtime.Text;

/// <summary>
/// A line of two columns, in help and in reports. A class: sequences of it share their code with those of every other class,
/// while sequences of a pair would be compiled once more, 20 KB for each way to go through them.
/// </summary>
internal sealed record HelpRow(string Left, string Right);
