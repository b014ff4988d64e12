using System.CommandLine;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Terminal;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// One run of an executor. Finds the command first and builds only that one, so that a skill with 500 tools parses as fast
/// as one with five.
/// </summary>
internal sealed class Executor(SkillDefinition definition, SkillFolder? folder)
{
    public ExitCode Run(string[] args)
    {
        var (name, rest) = CommandFinder.Split(args);
        return name switch
        {
            null => RunWithoutCommand(rest),
            "call" => RunCall(rest),
            "list" => RunList(rest),
            "describe" => RunDescribe(rest),
            BatchCommand.Name => RunBatch(rest),
            Completion.ScriptCommand => RunCompletions(rest),
            Completion.Command => Complete(rest),
            "help" => RunHelp(rest),
            "resources" or "prompts" => RunServerCommand(name, rest),
            _ when HostCommands.Names.Contains(name) => RunHostCommand(name, rest),
            _ when LoginCommands.Names.Contains(name) => LoginCommands.Run(definition, RequireFolder, name, rest),
            _ when definition.FindTool(name) is { } tool => RunTool(tool, rest),
            _ => throw UnknownCommand(name),
        };
    }

    private ExitCode RunTool(ToolDefinition tool, string[] args)
    {
        var command = new Command(tool.CommandName);
        var options = GlobalOptions.AddTo(command);
        var flags = Flag.AddTo(command, tool);
        var parsed = FlagParser.Parse(command, options, args, out var problems);
        if (options.WantsHelp)
        {
            StandardStreams.Write(Encoding.UTF8.GetBytes(HelpText.ForCommand(definition.Name, tool, flags)));
            return ExitCode.Success;
        }

        var arguments = new ArgumentBinder(parsed, problems).Bind(flags);
        ThrowIfAny(problems, $"{definition.Name} {tool.CommandName} --help");
        return Call(tool, arguments.Span, options);
    }

    private ExitCode RunCall(string[] args)
    {
        var command = new Command("call");
        var options = GlobalOptions.AddTo(command);
        var words = AddWords(command);
        var parsed = FlagParser.Parse(command, options, args, out var problems);
        if (options.WantsHelp)
        {
            return RunHelp([]);
        }

        var usage = $"{definition.Name} call TOOL '{{\"key\":\"value\"}}'";
        var given = Words(parsed, words);
        if (given.Length is not (1 or 2))
        {
            problems.Add($"call takes a tool and its arguments as one JSON object: {usage}");
            throw Wrong(problems, $"{definition.Name} list");
        }

        var tool = definition.FindTool(given[0]) ?? throw UnknownTool(given[0]);
        var json = given is [_, var text] ? TextSource.Read(text, "the arguments", problems) ?? "{}" : "{}";
        if (WhyNotObject(json) is { } reason)
        {
            problems.Add($"The arguments are not one JSON object: {reason} Expected: {usage}");
        }

        ThrowIfAny(problems, $"{definition.Name} describe {tool.CommandName}");
        return Call(tool, Encoding.UTF8.GetBytes(json), options);
    }

    private ExitCode Call(ToolDefinition tool, ReadOnlySpan<byte> arguments, GlobalOptions options)
    {
        var observer = Observe(options);
        var caller = new SkillCaller(RequireFolder(), definition.Name, observer);
        var request = ToolCallRequest.Create(tool.WireName, arguments, tool.IsSafeToRepeat) with
        {
            Timeout = options.Timeout,
            KeepAlive = options.KeepAlive,
        };
        var outcome = caller.Call(request);
        observer.Clear();
        return outcome switch
        {
            CallOutcome.Answered answered => ResultPrinter.Print(answered.Result, tool.CommandName, options.Output),
            CallOutcome.Failed failed => throw new SkillException(failed.ExitCode, failed.Message),
            var other => throw new InvalidOperationException($"A call cannot end as {other}."),
        };
    }

    internal static StandardErrorObserver Observe(GlobalOptions options)
    {
        if (!StandardStreams.HasPerson)
        {
            return new StandardErrorObserver(options.Output.IsQuiet);
        }

        // One reader for all questions: it may hold what was typed ahead.
        var form = new Lazy<QuestionForm>(QuestionForm.OnTerminal);
        return new StandardErrorObserver(options.Output.IsQuiet, question => form.Value.Ask(question));
    }

    private ExitCode RunList(string[] args)
    {
        var options = ParseWithoutWords("list", args);
        StandardStreams.Write(
            options.WantsHelp ? Encoding.UTF8.GetBytes(SkillHelp())
            : options.Output.AsJson ? Listing.AsJson(definition)
            : Listing.AsText(definition));
        return ExitCode.Success;
    }

    private ExitCode RunDescribe(string[] args)
    {
        var command = new Command("describe");
        var options = GlobalOptions.AddTo(command);
        var words = AddWords(command);
        var parsed = FlagParser.Parse(command, options, args, out var problems);
        if (Words(parsed, words) is not [var name])
        {
            problems.Add($"describe takes one tool: {definition.Name} describe TOOL");
            throw Wrong(problems, $"{definition.Name} list");
        }

        ThrowIfAny(problems, $"{definition.Name} list");
        var tool = definition.FindTool(name) ?? throw UnknownTool(name);
        StandardStreams.Write(Listing.Indented(definition.DescribeTool(tool.WireName)));
        return ExitCode.Success;
    }

    private ExitCode RunServerCommand(string name, string[] args)
    {
        ServerRequests Requests(GlobalOptions options) => new(definition, RequireFolder(), options);
        List<string> problems = [];
        ExitCode done;
        if (name is "prompts" && args is ["get", .. var prompt] && prompt is not ["--help", ..])
        {
            done = PromptsCommand.Get(definition.Name, Requests, prompt, problems);
        }
        else
        {
            var isPrompts = name is "prompts";
            var line = ServerCommandLine.Parse(name, isPrompts ? PromptsCommand.Verbs : ResourcesCommand.Verbs, args, out problems);
            if (line.Options.WantsHelp)
            {
                StandardStreams.Write(Encoding.UTF8.GetBytes(ServerHelp.For(definition.Name, name)));
                return ExitCode.Success;
            }

            ThrowIfAny(problems, $"{definition.Name} {name} --help");
            done = isPrompts ? PromptsCommand.Run(Requests(line.Options), line, problems) : ResourcesCommand.Run(Requests(line.Options), line, problems);
        }

        ThrowIfAny(problems, $"{definition.Name} {name} --help");
        return done;
    }

    private ExitCode RunBatch(string[] args)
    {
        var batch = BatchCommand.Parse(args, out var problems);
        if (batch.Options.WantsHelp)
        {
            StandardStreams.Write(Encoding.UTF8.GetBytes(BatchCommand.Help(definition.Name)));
            return ExitCode.Success;
        }

        ThrowIfAny(problems, $"{definition.Name} {BatchCommand.Name} --help");
        return batch.Run(definition, RequireFolder());
    }

    private ExitCode RunCompletions(string[] args)
    {
        if (args is not [var shell] || !CompletionScripts.Shells.Contains(shell))
        {
            var usage = $"{definition.Name} {Completion.ScriptCommand} {string.Join('|', CompletionScripts.Shells)}";
            throw new SkillException(ExitCode.WrongArguments, $"{Completion.ScriptCommand} takes one shell: {usage}\nFor example: source <({definition.Name} {Completion.ScriptCommand} bash)");
        }

        StandardStreams.Write(Encoding.UTF8.GetBytes(CompletionScripts.For(shell, definition.Name, Environment.ProcessPath ?? definition.Name)));
        return ExitCode.Success;
    }

    private ExitCode Complete(string[] args)
    {
        StandardStreams.Write(Encoding.UTF8.GetBytes(new Completion(definition, CommandNames.All).Answer(args)));
        return ExitCode.Success;
    }

    private ExitCode RunHostCommand(string name, string[] args)
    {
        var request = HostRequest.Parse(definition, name, args, out var problems);
        if (request.Options.WantsHelp)
        {
            StandardStreams.Write(Encoding.UTF8.GetBytes(HostHelp.For(definition.Name, name)));
            return ExitCode.Success;
        }

        ThrowIfAny(problems, $"{definition.Name} {name} --help");
        return new HostCommands(definition, RequireFolder()).Run(name, request);
    }

    private ExitCode RunHelp(string[] args)
    {
        var name = args.FirstOrDefault(static arg => arg is not ['-', ..]);
        if (name is not null && HostCommands.Names.Contains(name))
        {
            return RunHostCommand(name, ["--help"]);
        }

        if (name is not null && LoginCommands.Names.Contains(name))
        {
            return LoginCommands.Run(definition, RequireFolder, name, ["--help"]);
        }

        if (name is "resources" or "prompts")
        {
            return RunServerCommand(name, ["--help"]);
        }

        if (name is BatchCommand.Name)
        {
            return RunBatch(["--help"]);
        }

        if (name is not null && !CommandNames.All.Contains(name))
        {
            return RunTool(definition.FindTool(name) ?? throw UnknownTool(name), ["--help"]);
        }

        StandardStreams.Write(Encoding.UTF8.GetBytes(SkillHelp()));
        return ExitCode.Success;
    }

    private ExitCode RunWithoutCommand(string[] args)
    {
        if (args.Contains("--help") || args.Contains("-h") || args.Contains("-?"))
        {
            return RunHelp([]);
        }

        StandardStreams.WriteErrorLine(SkillHelp());
        throw new SkillException(ExitCode.WrongArguments, "No command was given; the commands are above.");
    }

    private string SkillHelp() => HelpText.ForSkill(definition, VariablesHelp.Of(folder, Environment.GetEnvironmentVariable));

    private GlobalOptions ParseWithoutWords(string name, string[] args)
    {
        var command = new Command(name);
        var options = GlobalOptions.AddTo(command);
        _ = FlagParser.Parse(command, options, args, out var problems);
        ThrowIfAny(problems, $"{definition.Name} --help");
        return options;
    }

    private static Argument<string[]> AddWords(Command command)
    {
        var words = GivenTexts.Words("words");
        command.Arguments.Add(words);
        return words;
    }

    private static string[] Words(ParseResult parsed, Argument words) =>
        parsed.GetResult(words) is { } result ? [.. result.Tokens.Select(static token => token.Value)] : [];

    private static string? WhyNotObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? null
                : $"found {document.RootElement.ValueKind.ToString().ToLowerInvariant()}.";
        }
        catch (JsonException e)
        {
            return $"{JsonMistake.Find(e, Encoding.UTF8.GetBytes(json))}.";
        }
    }

    private static void ThrowIfAny(List<string> problems, string remedy)
    {
        if (problems.Count > 0)
        {
            throw Wrong(problems, remedy);
        }
    }

    private static SkillException Wrong(List<string> problems, string remedy) =>
        new(ExitCode.WrongArguments, $"{string.Join('\n', problems)}\nSee: {remedy}");

    private SkillFolder RequireFolder() =>
        folder ?? throw new SkillException(
            ExitCode.WrongEnvironment,
            $"No {SkillFolder.ConfigFileName} in {AppContext.BaseDirectory} or above it. The executor belongs in its skill's scripts/ folder.");

    private SkillException UnknownCommand(string name) => Unknown("command or tool", name, [.. CommandNames.All, .. ToolNames]);

    private SkillException UnknownTool(string name) => Unknown("tool", name, ToolNames);

    private IEnumerable<string> ToolNames =>
        definition.Tools.SelectMany(static tool => new[] { tool.CommandName, tool.WireName }).Distinct();

    private SkillException Unknown(string what, string name, IEnumerable<string> candidates)
    {
        var nearest = Suggestion.Nearest(name, candidates);
        return new SkillException(
            ExitCode.WrongArguments,
            $"There is no {what} '{name}'.{(nearest is null ? "" : $" Did you mean {nearest}?")}\nSee: {definition.Name} list");
    }
}
