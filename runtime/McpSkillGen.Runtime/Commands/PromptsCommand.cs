using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>prompts</c>: the server's prompts (MCP prompts).</summary>
internal sealed class PromptsCommand : OfferCommand
{
    public override string Name => CommandNames.Prompts;

    public override CommandHelp Help => new("prompts [list | get NAME]", "get the server's prompts, with their arguments as flags")
    {
        Verbs =
        [
            new("list", "the prompts and their arguments"),
            new("get NAME [--ARGUMENT TEXT ...]", "the prompt's messages; 'get NAME --help' shows its flags"),
            new("complete NAME ARGUMENT [BEGINNING]", "the values that the server suggests for an argument"),
        ],
    };

    protected override string TakeVerb => "get";

    protected override (string Type, string Member) Reference => ("ref/prompt", "name");

    protected override (string Method, string Member)[] Lists => [("prompts/list", "prompts")];

    protected override string CompleteTakes => "a prompt, the name of an argument";

    public override bool IsListed(SkillDefinition definition) => definition.Features.HasFlag(ServerFeatures.Prompts);

    public override ExitCode Run(Skill skill, string[] args) =>
        args is ["get", not ['-', ..] and var name, .. var flags] ? Get(skill, name, flags) : base.Run(skill, args);

    protected override Func<ServerRequests, ExitCode> ReadTake(ParsedLine line, string[] words, OutputOptions output)
    {
        line.Problems.Add("'prompts get' takes a prompt's name first; 'prompts list' shows them.");
        return static _ => ExitCode.WrongArguments;
    }

    // The prompt's arguments are flags, which the server's list of prompts defines.
    private ExitCode Get(Skill skill, string name, string[] args)
    {
        // The flags cannot be told apart before the prompt is known, but --timeout and the like can.
        var early = GlobalOptions.Read(ParsedLine.Parse("get", [], args, takesWords: true));
        var prompts = new ServerRequests(skill, early).List("prompts/list", "prompts");
        var prompt = prompts.Find(prompt => prompt.Text("name"u8) == name);
        if (prompt.ValueKind is JsonValueKind.Undefined)
        {
            var similar = Suggestion.DidYouMean(name, prompts.ConvertAll(static prompt => prompt.Text("name"u8) ?? ""));
            throw new SkillException(ExitCode.WrongArguments, $"There is no prompt '{name}'.{similar}\nSee: {SeeAlso(skill)}");
        }

        var definition = DefinitionOf(prompt, name);
        var flags = ToolFlag.Of(definition);
        var line = ParsedLine.Parse("get", flags, args, takesWords: false);
        if (line.Has(GlobalFlags.Help))
        {
            return Print(new ToolHelp(skill.Name, definition, flags, $"{skill.Name} {Name} list --json").Text());
        }

        var options = GlobalOptions.Read(line);
        var arguments = new ArgumentBinder(line).Bind(flags);
        line.ThrowIfAnyProblem(SeeAlso(skill));
        var result = new ServerRequests(skill, options).Send("prompts/get", writer =>
        {
            writer.WriteString("name"u8, name);
            writer.WritePropertyName("arguments"u8);
            writer.WriteRawValue(arguments.Span, skipInputValidation: true);
        });
        return RenderMessages(result, options.Output).Write();
    }

    internal static Printout RenderMessages(ReadOnlyMemory<byte> result, OutputOptions output) =>
        RenderItems(result, "messages", CommandNames.Prompts, output, AppendMessages);

    // Its text alone if there is one message, otherwise each below its role.
    private static void AppendMessages(ContentText text, List<JsonElement> messages)
    {
        foreach (var message in messages)
        {
            if (messages.Count > 1)
            {
                text.Append($"{(text.IsEmpty ? "" : "\n")}[{PlainLine.Of(message.Text("role"u8) ?? "?")}]");
            }

            foreach (var block in BlocksOf(message))
            {
                text.AppendBlock(ContentBlock.Of(block));
            }
        }
    }

    // MCP: one block. Servers also send several, or a text in place of a message.
    private static List<JsonElement> BlocksOf(JsonElement message) => message.Member("content"u8) switch
    {
        { ValueKind: JsonValueKind.Array } => message.Items("content"u8),
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => [message],
        var content => [content],
    };

    internal override void AppendLists(StringBuilder text, List<JsonElement>[] lists)
    {
        foreach (var prompt in lists[0])
        {
            var definition = DefinitionOf(prompt, prompt.Text("name"u8) ?? prompt.TextOrJson());
            HelpRow.AppendTo(text, [new(definition.WireName, definition.Description.Split('\n')[0].Trim())]);
            HelpRow.AppendTo(text, definition.Arguments.Select(static argument =>
                new HelpRow($"    --{argument.FlagName} TEXT", $"{(argument.IsRequired ? "(required) " : "")}{argument.Description?.Split('\n')[0].Trim()}".TrimEnd())));
        }
    }

    private static ToolDefinition DefinitionOf(JsonElement prompt, string name)
    {
        var arguments = new List<ArgumentDefinition>();
        foreach (var item in prompt.Items("arguments"u8))
        {
            if (ArgumentOf(item) is { } argument && !arguments.Exists(known => known.FlagName == argument.FlagName))
            {
                arguments.Add(argument);
            }
        }

        return new ToolDefinition
        {
            WireName = name,
            CommandName = $"prompts get {name}",
            Title = prompt.Text("title"u8),
            Description = prompt.Text("description"u8) ?? "",
            Arguments = [.. arguments.FindAll(static argument => argument.IsRequired), .. arguments.FindAll(static argument => !argument.IsRequired)],
        };
    }

    // MCP: a prompt's arguments are texts, whatever they mean.
    private static ArgumentDefinition? ArgumentOf(JsonElement argument) =>
        argument.Text("name"u8) is { Length: > 0 } name
            ? new ArgumentDefinition
            {
                WireName = name,
                FlagName = name,
                Kind = ArgumentKind.String,
                IsRequired = argument.Member("required"u8).IsTrue(),
                Description = argument.Text("description"u8),
            }
            : null;
}
