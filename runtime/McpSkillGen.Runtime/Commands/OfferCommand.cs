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

    protected abstract ExitCode List(ServerRequests requests, OutputOptions output);

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
                var nearest = Suggestion.Nearest(unknown, verbs);
                line.Problems.Add($"'{Name}' cannot '{unknown}'; expected {string.Join(", ", verbs)}.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
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
        if (document.RootElement.ValueKind is not JsonValueKind.Object
            || !document.RootElement.TryGetProperty("completion"u8, out var completion) || completion.ValueKind is not JsonValueKind.Object
            || !completion.TryGetProperty("values"u8, out var values) || values.ValueKind is not JsonValueKind.Array)
        {
            throw new SkillException(ExitCode.ToolFailed, "The server's answer has no 'completion.values'; use --json to see it.");
        }

        var text = new StringBuilder();
        foreach (var value in values.EnumerateArray())
        {
            if (value.ValueKind is JsonValueKind.String)
            {
                text.Append(PlainLine.Of(JsonText.Of(value))).Append('\n');
            }
        }

        var hasMore = completion.TryGetProperty("hasMore"u8, out var more) && more.ValueKind is JsonValueKind.True;
        return new Printout(Encoding.UTF8.GetBytes(text.ToString()), hasMore && !output.IsQuiet ? "The server has more values: give more of the beginning." : null);
    }
}
