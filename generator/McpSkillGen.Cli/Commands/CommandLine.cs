using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary>mcpgen's whole command line: parses it, runs the command, and turns every failure into a message and an exit code.</summary>
internal static class CommandLine
{
    // Long enough to stop a build or a server, and to remove what was half-written.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(15);

    /// <summary>Every command, in the order of the help. Parsing, help and completions all follow from this table.</summary>
    private static readonly Func<CommandStreams, Command>[] Commands =
    [
        ScaffoldCommand.Create,
        SyncCommand.Create,
        LoginCommand.Create,
        ListCommand.Create,
        ScriptCommand.Create,
        TestCommand.Create,
        InstallCommand.Create,
        UninstallCommand.Create,
        RestoreCommand.Create,
        PackCommand.Create,
        PluginCommand.Create,
        GcCommand.Create,
        ValidateCommand.Create,
        MeasureCommand.Create,
        ServeCommand.Create,
        ConnectCommand.Create,
        PsCommand.Create,
        StopCommand.Create,
        LogsCommand.Create,
        DoctorCommand.Create,
        ReplayCommand.Create,
        CompletionsCommand.Create,
        SampleServerCommand.Create,
        ProjectCommand.Create,
    ];

    /// <param name="args">The program's arguments.</param>
    /// <param name="streams">Where the command writes.</param>
    public static async Task<int> RunAsync(string[] args, CommandStreams streams)
    {
        var display = streams.Display;
        var parsed = Parse(args, streams);
        if (parsed.Errors.Count > 0)
        {
            display.Fail($"mcpgen: {string.Join('\n', parsed.Errors.Select(static error => error.Message))}{DidYouMean(parsed)}\nTry: {HelpFor(parsed)}");
            return (int)ExitCode.WrongArguments;
        }

        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = CleanUpTime,
            Output = streams.Results,
        };
        try
        {
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (SkillException e)
        {
            display.Fail($"mcpgen: {e.Message}");
            return (int)e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            display.Fail("mcpgen: interrupted; nothing was written.");
            return (int)ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            display.Fail($"mcpgen: {e.Message}");
            return (int)ExitCode.WrongEnvironment;
        }
        catch (Exception e)
        {
            // The edge of the process. Without a handler nothing would be cleaned up on the way out.
            display.Fail($"mcpgen: this is a bug; please report it.\n{e}");
            return (int)ExitCode.ToolFailed;
        }
    }

    /// <summary>Parses without running anything.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args, CommandStreams streams)
    {
        var root = new RootCommand("Turns any MCP server into an agent skill with a native executor.");
        foreach (var create in Commands)
        {
            root.Subcommands.Add(create(streams));
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
        root.SetAction(static int (_) => throw new SkillException(ExitCode.WrongArguments, "no command is given; expected one such as 'scaffold', 'install' or 'list'.\nTry: mcpgen --help"));

        // "@x/server" is a package, not a file of more arguments.
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    private static string DidYouMean(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Subcommands.Where(static sub => !sub.Hidden).Select(static sub => sub.Name)
            .Concat(command.Options.Select(static option => option.Name));
        return parsed.UnmatchedTokens is [var first, ..] && Suggestion.Nearest(first, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
    }

    private static string HelpFor(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "mcpgen --help" : $"mcpgen {parsed.CommandResult.Command.Name} --help";
}
