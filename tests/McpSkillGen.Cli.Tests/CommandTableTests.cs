using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using McpSkillGen.Cli.Commands;
using McpSkillGen.Cli.Display;

namespace McpSkillGen.Cli.Tests;

/// <summary>What must be true of every command in mcpgen's table.</summary>
public sealed class CommandTableTests
{
    public static TheoryData<string> Names => [.. Root.Subcommands.Where(static command => !command.Hidden).Select(static command => command.Name)];

    [Fact]
    public void Each_name_is_taken_once() => Assert.Distinct(Root.Subcommands.Select(static command => command.Name));

    [Fact]
    public void The_table_has_every_command_of_its_namespace()
    {
        var created = typeof(CommandLine).Assembly.GetTypes().Where(static type => type.Namespace == typeof(CommandLine).Namespace)
            .Select(static type => type.GetMethod("Create", [typeof(CommandStreams)])).OfType<MethodInfo>()
            .Select(static create => ((Command)create.Invoke(null, [Streams])!).Name);

        Assert.Equal(created.Order(StringComparer.Ordinal), Root.Subcommands.Select(static command => command.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_help_shows_examples_that_its_own_grammar_accepts(string name)
    {
        var examples = Assert.IsType<CommandWithExamples>(Root.Subcommands.Single(command => command.Name == name)).Examples;

        Assert.NotEmpty(examples);
        foreach (var words in examples.Select(WordsAfterMcpgen))
        {
            var parsed = Parse(words);
            Assert.Equal((name, ""), (parsed.CommandResult.Command.Name, string.Join('\n', parsed.Errors)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_about_mcpgen_says_what_it_does(string name) =>
        Assert.Contains($"mcpgen {name}", File.ReadAllText(Repository.PathOf("docs/mcpgen.md")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shell_completes_it(string name) =>
        Assert.Contains(name, Parse([]).GetCompletions().Select(static item => item.Label));

    // Without what the shell does with its output.
    private static string[] WordsAfterMcpgen(string example) =>
        [.. CommandLineParser.SplitCommandLine(example[example.IndexOf("mcpgen", StringComparison.Ordinal)..].Split('|', '>', ')')[0].Replace('\'', '"')).Skip(1)];

    private static Command Root => Parse([]).RootCommandResult.Command;

    private static ParseResult Parse(string[] args) => CommandLine.Parse(args, Streams);

    private static CommandStreams Streams => new(TextWriter.Null, StageDisplay.On(TextWriter.Null, isTerminal: false));
}
