using System.CommandLine;
using System.Globalization;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Logging;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>A command about the host, as it was typed.</summary>
/// <param name="Options">The flags of every command.</param>
/// <param name="LineCount"><c>logs</c>: how many of the last lines.</param>
/// <param name="ToolName"><c>logs</c>: the name on the wire of the one tool that is wanted; null for everything.</param>
/// <param name="Follow"><c>logs</c>: go on with new lines.</param>
internal sealed record HostRequest(
    GlobalOptions Options, int LineCount = LogRequest.DefaultCount, string? ToolName = null, bool Follow = false)
{
    // Flags of "logs", for its help as well.
    internal static readonly HelpRow[] LogFlags =
    [
        new("--tool TOOL", "only the calls of one tool"),
        new("--follow, -f", "go on with new lines until Ctrl-C"),
    ];

    /// <param name="definition">The skill.</param>
    /// <param name="commandName">One of <see cref="HostCommands.Names"/>.</param>
    /// <param name="args">What follows the command.</param>
    /// <param name="problems">A sentence for each mistake.</param>
    public static HostRequest Parse(SkillDefinition definition, string commandName, string[] args, out List<string> problems)
    {
        var command = new Command(commandName);
        var options = GlobalOptions.AddTo(command);
        if (commandName is not "logs")
        {
            _ = FlagParser.Parse(command, options, args, out problems);
            return new HostRequest(options);
        }

        var tool = GlobalOptions.Valued("--tool");
        var follow = GlobalOptions.Flag("--follow", "-f");
        var words = GivenTexts.Words("N");
        command.Options.Add(tool);
        command.Options.Add(follow);
        command.Arguments.Add(words);
        var parsed = FlagParser.Parse(command, options, args, out problems);
        var given = parsed.GetResult(words)?.Tokens.Select(static token => token.Value).ToArray() ?? [];
        foreach (var unknown in given.Where(static word => word is ['-', ..]))
        {
            var nearest = Suggestion.Nearest(unknown, command.Options.Select(static option => option.Name));
            problems.Add($"{unknown} is not a flag of 'logs'.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
        }

        return new HostRequest(
            options,
            ReadCount([.. given.Where(static word => word is not ['-', ..])], problems),
            parsed.GetResult(tool) is { Tokens: [.., var name] } ? ReadTool(definition, name.Value, problems) : null,
            parsed.GetResult(follow) is not null);
    }

    private static int ReadCount(string[] words, List<string> problems)
    {
        switch (words)
        {
            case []:
                return LogRequest.DefaultCount;
            case [var word] when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                return count;
            default:
                problems.Add($"logs takes one number of lines, 0 or more; found '{string.Join(' ', words)}'.");
                return 0;
        }
    }

    // A method of the protocol, such as resources/read, is called without a tool.
    private static string? ReadTool(SkillDefinition definition, string name, List<string> problems)
    {
        if (definition.FindTool(name)?.WireName is { } wireName)
        {
            return wireName;
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            return name;
        }

        var nearest = Suggestion.Nearest(name, definition.Tools.SelectMany(static tool => new[] { tool.CommandName, tool.WireName }));
        problems.Add($"There is no tool '{name}'.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
        return null;
    }
}
