using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// A command about what the server offers beside tools, asked of the server each time: <c>list</c> it, take one of it, or have
/// the server <c>complete</c> an argument (MCP's <c>completion/complete</c>).
/// </summary>
internal abstract class OfferCommand : Command
{
    private static readonly Flag With = new("--with", "NAME=VALUE", "for complete: another argument that is already chosen");

    public override IReadOnlyList<Flag> Flags => [With];

    public override bool TakesWords => true;

    /// <summary>The verb that takes one of what is offered.</summary>
    protected abstract string TakeVerb { get; }

    /// <summary>MCP's name for a reference to one of them, and the member that identifies it.</summary>
    protected abstract (string Type, string Member) Reference { get; }

    /// <summary>What <c>complete</c> takes, for its message.</summary>
    protected abstract string CompleteTakes { get; }

    /// <summary>The MCP methods that list them, and the member of each answer that is the list.</summary>
    protected abstract (string Method, string Member)[] Lists { get; }

    /// <summary>Appends what <see cref="Lists"/> answered, for people; nothing if all lists are empty.</summary>
    protected abstract void AppendLists(StringBuilder text, List<JsonElement>[] lists);

    /// <summary>Reads the words after <see cref="TakeVerb"/>, and adds a problem if they are wrong.</summary>
    protected abstract Func<ServerRequests, ExitCode> ReadTake(ParsedLine line, string[] words, OutputOptions output);

    protected override IEnumerable<HelpRow> CompleteWord(SkillDefinition definition, string[] before) =>
        before is [] ? Help.Verbs.Select(static verb => verb with { Left = verb.Left.Split(' ')[0] }) : [];

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        var context = ReadContext(line);
        var run = ReadVerb(line, options.Output, context);
        return () => run(new ServerRequests(skill, options));
    }

    /// <summary>Prints the items in one member of the server's answer.</summary>
    protected ExitCode PrintItems(ReadOnlyMemory<byte> result, string member, OutputOptions output, Action<ContentText, List<JsonElement>> append)
    {
        if (output.AsJson)
        {
            return Printout.OfJson(result, Name, output).Write();
        }

        using var document = ResultPrinter.Parse(result);
        var name = Encoding.UTF8.GetBytes(member);
        if (document.RootElement.Member(name).ValueKind is not JsonValueKind.Array)
        {
            throw new SkillException(ExitCode.ToolFailed, $"The server's answer has no '{member}'; use --json to see it.");
        }

        var text = new ContentText(new ContentFiles(Name, output.File));
        append(text, document.RootElement.Items(name));
        return text.ToPrintout(Name, output).Write();
    }

    private Func<ServerRequests, ExitCode> ReadVerb(ParsedLine line, OutputOptions output, List<KeyValuePair<string, string>> context)
    {
        string[] words = [.. line.Words.Skip(1)];
        switch (line.Words is [var verb, ..] ? verb : "list")
        {
            case "list" when words is []:
                return requests => List(requests, output);
            case "list":
                line.Problems.Add($"'{Name} list' takes nothing more; found '{string.Join(' ', words)}'.");
                break;
            case "complete" when words.Length is 2 or 3:
                return requests => Complete(requests, words, context, output);
            case "complete":
                line.Problems.Add($"'{Name} complete' takes {CompleteTakes}, and what its value begins with.");
                break;
            case var take when take == TakeVerb:
                return ReadTake(line, words, output);
            case var unknown:
                string[] verbs = ["list", TakeVerb, "complete"];
                line.Problems.Add($"'{Name}' cannot '{unknown}'; expected {string.Join(", ", verbs)}.{Suggestion.DidYouMean(unknown, verbs)}");
                break;
        }

        return static _ => ExitCode.WrongArguments;
    }

    private static List<KeyValuePair<string, string>> ReadContext(ParsedLine line)
    {
        var context = new List<KeyValuePair<string, string>>();
        foreach (var text in line.TextsOf(With) ?? [])
        {
            if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                context.Add(new(text[..at], text[(at + 1)..]));
            }
            else
            {
                line.Problems.Add($"--with is '{text}'; expected NAME=VALUE.");
            }
        }

        return context;
    }

    private ExitCode List(ServerRequests requests, OutputOptions output)
    {
        var lists = Array.ConvertAll(Lists, list => requests.List(list.Method, list.Member));
        if (output.AsJson)
        {
            return Printout.OfJson(PlainJson.WriteObject(writer => WriteLists(writer, lists)), Name, output).Write();
        }

        var text = new StringBuilder();
        AppendLists(text, lists);
        return Printout.Fit(Encoding.UTF8.GetBytes(text.Length > 0 ? text.ToString() : $"The server offers no {Name}.\n"), "txt", Name, output).Write();
    }

    private void WriteLists(Utf8JsonWriter writer, List<JsonElement>[] lists)
    {
        for (var i = 0; i < lists.Length; i++)
        {
            writer.WriteStartArray(Lists[i].Member);
            lists[i].ForEach(item => item.WriteTo(writer));
            writer.WriteEndArray();
        }
    }

    private ExitCode Complete(ServerRequests requests, string[] words, List<KeyValuePair<string, string>> context, OutputOptions output)
    {
        var (type, member) = Reference;
        var result = requests.Send("completion/complete", writer =>
        {
            writer.WriteStartObject("ref"u8);
            writer.WriteString("type"u8, type);
            writer.WriteString(member, words[0]);
            writer.WriteEndObject();
            writer.WriteStartObject("argument"u8);
            writer.WriteString("name"u8, words[1]);
            writer.WriteString("value"u8, words is [_, _, var beginning] ? beginning : "");
            writer.WriteEndObject();
            if (context.Count > 0)
            {
                writer.WriteStartObject("context"u8);
                writer.WriteStartObject("arguments"u8);
                foreach (var (name, value) in context)
                {
                    writer.WriteString(name, value);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        });
        return RenderValues(result, output).Write();
    }

    /// <summary>A value on each line; that there are more is said on standard error.</summary>
    private static Printout RenderValues(ReadOnlyMemory<byte> result, OutputOptions output)
    {
        if (output.AsJson)
        {
            return Printout.OfJson(result, "completion", output);
        }

        using var document = ResultPrinter.Parse(result);
        var completion = document.RootElement.Member("completion"u8);
        if (completion.Member("values"u8).ValueKind is not JsonValueKind.Array)
        {
            throw new SkillException(ExitCode.ToolFailed, "The server's answer has no 'completion.values'; use --json to see it.");
        }

        var values = completion.Items("values"u8).FindAll(static value => value.ValueKind is JsonValueKind.String);
        var text = string.Concat(values.ConvertAll(static value => PlainLine.Of(value.AsText()) + "\n"));
        var hasMore = completion.Member("hasMore"u8).IsTrue() && !output.IsQuiet;
        return new Printout(Encoding.UTF8.GetBytes(text), hasMore ? "The server has more values: give more of the beginning." : null);
    }
}
