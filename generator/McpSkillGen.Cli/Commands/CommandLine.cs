using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary>The whole of mcpgen's command line: parses it, runs the command, and turns every failure into words and an exit code.</summary>
internal static class CommandLine
{
    // Long enough to stop a build or a server and to remove what was half-written.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(15);

    /// <param name="args">The program's arguments.</param>
    /// <param name="output">Results go here.</param>
    /// <param name="display">Everything else goes here.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, StageDisplay display)
    {
        // "@x/server" is a package, not a file of more arguments.
        var parsed = Root(output, display).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            display.Fail($"mcpgen: {string.Join('\n', parsed.Errors.Select(static error => error.Message))}{DidYouMean(parsed)}\nTry: {HelpFor(parsed)}");
            return (int)ExitCode.WrongArguments;
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = CleanUpTime, Output = output };
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
            display.Fail($"mcpgen: this is a defect; please report it.\n{e}");
            return (int)ExitCode.ToolFailed;
        }
    }

    private static RootCommand Root(TextWriter output, StageDisplay display)
    {
        var root = new RootCommand("Turns any MCP server into an agent skill with a native executor.")
        {
            ScaffoldCommand.Create(output, display),
            SyncCommand.Create(output, display),
            LoginCommand.Create(),
            ListCommand.Create(output),
            TestCommand.Create(output),
            InstallCommands.CreateInstall(output, display),
            InstallCommands.CreateUninstall(output),
            ValidateCommand.Create(output),
            MeasureCommand.Create(output, display),
            HostsCommands.CreatePs(output),
            HostsCommands.CreateStop(output, display),
            HostsCommands.CreateLogs(),
            DoctorCommand.Create(output),
            CompletionsCommand.Create(output),
            SampleServerCommand.Create(),
            ProjectCommand.Create(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
        root.SetAction(static int (_) => throw new SkillException(ExitCode.WrongArguments, "no command is given; expected one such as 'scaffold', 'install' or 'list'.\nTry: mcpgen --help"));
        return root;
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
