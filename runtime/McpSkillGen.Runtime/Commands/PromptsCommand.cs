using System.CommandLine;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>prompts</c>: the server's prompts (MCP prompts), asked of the server each time.</summary>
internal static class PromptsCommand
{
    public static readonly string[] Verbs = ["list", "get", "complete"];

    /// <param name="requests">Reach the server.</param>
    /// <param name="line">What was typed.</param>
    /// <param name="problems">Takes a sentence for each mistake; no prompt was asked for then.</param>
    public static ExitCode Run(ServerRequests requests, ServerCommandLine line, List<string> problems)
    {
        switch (line)
        {
            case { Verb: "list", Words: [] }:
                return List(requests, line.Options.Output);
            case { Verb: "complete", Words: { Length: 2 or 3 } words }:
                return CompletionCommand.Run(requests, line, writer =>
                {
                    writer.WriteString("type"u8, "ref/prompt"u8);
                    writer.WriteString("name"u8, words[0]);
                });
            case { Verb: "list" }:
                problems.Add($"'prompts list' takes nothing more; found '{string.Join(' ', line.Words)}'.");
                break;
            case { Verb: "complete" }:
                problems.Add("'prompts complete' takes a prompt, the name of an argument, and what its value begins with.");
                break;
        }

        return ExitCode.WrongArguments;
    }

    /// <summary>Gets one prompt. Its arguments are flags, which the server's list of prompts defines.</summary>
    /// <param name="skill">The executor's name.</param>
    /// <param name="requests">Reach the server, for the list and for the prompt.</param>
    /// <param name="args">The prompt's name and its flags.</param>
    /// <param name="problems">Takes a sentence for each mistake; no prompt was asked for then.</param>
    public static ExitCode Get(string skill, Func<GlobalOptions, ServerRequests> requests, string[] args, List<string> problems)
    {
        if (args is not [not ['-', ..] and var name, ..])
        {
            problems.Add("'prompts get' takes a prompt's name first; 'prompts list' shows them.");
            return ExitCode.WrongArguments;
        }

        // The flags cannot be told apart before the prompt is known; its --timeout and the like can.
        var early = new Command("get");
        var options = GlobalOptions.AddTo(early);
        _ = FlagParser.Parse(early, options, args[1..], out _);
        var server = requests(options);
        var prompts = server.List("prompts/list", "prompts");
        var prompt = prompts.Find(prompt => JsonText.In(prompt, "name"u8) == name);
        if (prompt.ValueKind is JsonValueKind.Undefined)
        {
            var nearest = Suggestion.Nearest(name, prompts.ConvertAll(static prompt => JsonText.In(prompt, "name"u8) ?? ""));
            problems.Add($"There is no prompt '{name}'.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
            return ExitCode.WrongArguments;
        }

        var definition = DefinitionOf(prompt, name);
        var command = new Command("get");
        options = GlobalOptions.AddTo(command);
        var flags = Flag.AddTo(command, definition);
        var parsed = FlagParser.Parse(command, options, args[1..], out var mistakes);
        if (options.WantsHelp)
        {
            StandardStreams.Write(Encoding.UTF8.GetBytes(HelpText.ForCommand(skill, definition, flags)));
            return ExitCode.Success;
        }

        var arguments = new ArgumentBinder(parsed, mistakes).Bind(flags);
        problems.AddRange(mistakes);
        if (problems.Count > 0)
        {
            return ExitCode.WrongArguments;
        }

        var result = requests(options).Send("prompts/get", writer =>
        {
            writer.WriteString("name"u8, name);
            writer.WritePropertyName("arguments"u8);
            writer.WriteRawValue(arguments.Span, skipInputValidation: true);
        });
        return RenderMessages(result, options.Output).Write();
    }

    /// <summary>A prompt's messages: its text alone where there is one, otherwise each below its role.</summary>
    internal static Printout RenderMessages(ReadOnlyMemory<byte> result, OutputOptions output)
    {
        if (output.AsJson)
        {
            return Printout.OfJson(result, "prompt", output);
        }

        using var document = ResultPrinter.Parse(result);
        if (document.RootElement.ValueKind is not JsonValueKind.Object
            || !document.RootElement.TryGetProperty("messages"u8, out var messages) || messages.ValueKind is not JsonValueKind.Array)
        {
            throw new SkillException(ExitCode.ToolFailed, "The server's answer has no 'messages'; use --json to see it.");
        }

        var text = new ContentText(new ContentFiles("prompt", output.File));
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind is not JsonValueKind.Object)
            {
                continue;
            }

            if (messages.GetArrayLength() > 1)
            {
                text.Append($"{(text.IsEmpty ? "" : "\n")}[{PlainLine.Of(JsonText.In(message, "role"u8) ?? "?")}]");
            }

            if (message.TryGetProperty("content"u8, out var content))
            {
                text.AppendBlock(content);
            }
        }

        return text.ToPrintout("prompt", output);
    }

    private static ExitCode List(ServerRequests requests, OutputOptions output)
    {
        var prompts = requests.List("prompts/list", "prompts");
        if (output.AsJson)
        {
            return Printout.OfJson(Encoding.UTF8.GetBytes($"{{\"prompts\":[{string.Join(',', prompts.ConvertAll(static prompt => prompt.GetRawText()))}]}}"), "prompts", output).Write();
        }

        var text = new StringBuilder();
        foreach (var prompt in prompts)
        {
            var definition = DefinitionOf(prompt, JsonText.In(prompt, "name"u8) ?? "?");
            HelpText.AppendRows(text, [new(definition.WireName, definition.Description.Split('\n')[0].Trim())]);
            HelpText.AppendRows(text, definition.Arguments.Select(static argument =>
                new HelpRow($"    --{argument.FlagName} TEXT", $"{(argument.IsRequired ? "(required) " : "")}{argument.Description?.Split('\n')[0].Trim()}".TrimEnd())));
        }

        return Printout.Fit(Encoding.UTF8.GetBytes(text.Length > 0 ? text.ToString() : "The server offers no prompts.\n"), "txt", "prompts", output).Write();
    }

    private static ToolDefinition DefinitionOf(JsonElement prompt, string name)
    {
        var arguments = new List<ArgumentDefinition>();
        if (prompt.TryGetProperty("arguments"u8, out var list) && list.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                if (ArgumentOf(item) is { } argument && !arguments.Exists(known => known.FlagName == argument.FlagName))
                {
                    arguments.Add(argument);
                }
            }
        }

        return new ToolDefinition
        {
            WireName = name,
            CommandName = $"prompts get {name}",
            Title = JsonText.In(prompt, "title"u8),
            Description = JsonText.In(prompt, "description"u8) ?? "",
            Arguments = [.. arguments.FindAll(static argument => argument.IsRequired), .. arguments.FindAll(static argument => !argument.IsRequired)],
        };
    }

    // MCP: a prompt's arguments are texts, whatever they mean.
    private static ArgumentDefinition? ArgumentOf(JsonElement argument) =>
        JsonText.In(argument, "name"u8) is { Length: > 0 } name
            ? new ArgumentDefinition
            {
                WireName = name,
                FlagName = GlobalOptions.Help.Any(option => option.Name == name) ? $"arg-{name}" : name,
                Kind = ArgumentKind.String,
                IsRequired = argument.TryGetProperty("required"u8, out var required) && required.ValueKind is JsonValueKind.True,
                Description = JsonText.In(argument, "description"u8),
            }
            : null;
}
