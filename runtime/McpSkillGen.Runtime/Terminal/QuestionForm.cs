using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Terminal;

/// <summary>
/// Asks a person on a terminal what a server wants to know (MCP elicitation), field by field, with the same checks as
/// flags. Ctrl-D cancels; nothing is sent before the person has agreed.
/// </summary>
/// <param name="read">Reads one line; null at the end of the input.</param>
/// <param name="write">Writes text that a line of input may follow.</param>
internal sealed class QuestionForm(Func<string?> read, Action<string> write)
{
    private static readonly byte[] Cancelled = """{"action":"cancel"}"""u8.ToArray();
    private static readonly byte[] Declined = """{"action":"decline"}"""u8.ToArray();
    private static readonly byte[] Opened = """{"action":"accept"}"""u8.ToArray();

    /// <summary>A form on this process's own terminal.</summary>
    public static QuestionForm OnTerminal()
    {
        var input = new StreamReader(StandardStreams.OpenInput(), Encoding.UTF8);
        return new QuestionForm(input.ReadLine, StandardStreams.WriteError);
    }

    /// <param name="question">The params of an <c>elicitation/create</c>: one JSON object, UTF-8.</param>
    /// <returns>MCP's <c>ElicitResult</c>.</returns>
    public ReadOnlyMemory<byte> Ask(ReadOnlyMemory<byte> question)
    {
        using var document = ForeignJson.TryParse(question, out var parsed, out _) ? parsed : null;
        var root = document?.RootElement ?? default;
        write($"The server asks: {PlainLine.Of(root.Text("message"u8) ?? "?")}\n");
        if (root.Text("url"u8) is { } url)
        {
            return AskToOpen(url);
        }

        var fields = QuestionField.AllOf(root.Member("requestedSchema"u8));
        var isAnswered = true;
        var content = PlainJson.WriteObject(writer => isAnswered = fields.All(field => AskField(writer, field)));
        return !isAnswered ? Cancelled : Confirm(fields.Count > 0 ? "Send this?" : "Agree?") switch
        {
            null => Cancelled,
            true => (byte[])[.. "{\"action\":\"accept\",\"content\":"u8, .. content.Span, (byte)'}'],
            false => Declined,
        };
    }

    private byte[] AskToOpen(string url)
    {
        if (WebAddress.TryParse(url) is not { } address)
        {
            write($"It wants you to open an address that is not a page of the web, {PlainLine.Excerpt(url)}. The request was declined.\n");
            return Declined;
        }

        write($"It wants you to open a page of {address.Host}. Open it in a browser, if you trust that:\n\n  {address.Text}\n\n");
        return Confirm("Done?") switch { null => Cancelled, true => Opened, false => Declined };
    }

    /// <returns>False if the input has ended.</returns>
    private bool AskField(Utf8JsonWriter writer, QuestionField field)
    {
        while (true)
        {
            write($"  {field.Prompt}: ");
            if (read() is not { } line)
            {
                write("\n");
                return false;
            }

            var text = line.Trim();
            if (text.Length == 0 && field.Definition.DefaultJson is { } defaultJson)
            {
                writer.WritePropertyName(field.Definition.WireName);
                writer.WriteRawValue(defaultJson);
                return true;
            }

            if (text.Length == 0 && !field.Definition.IsRequired)
            {
                return true;
            }

            if (TryRead(field, text, out var json, out var problem))
            {
                writer.WritePropertyName(field.Definition.WireName);
                writer.WriteRawValue(json.Span);
                return true;
            }

            write($"    {problem}\n");
        }
    }

    private static bool TryRead(QuestionField field, string text, out ReadOnlyMemory<byte> json, out string problem)
    {
        List<string> problems = text.Length == 0 ? [$"It is required: {Expectation.Of(field.Definition)}."] : [];
        json = text.Length == 0
            ? default
            : PlainJson.Write(writer => new TextValue(writer, problems).Write(field.Definition.WireName, field.Definition, field.Split(text)));
        problem = string.Join(' ', problems);
        return problems.Count == 0;
    }

    /// <returns>Null if the input has ended.</returns>
    private bool? Confirm(string question)
    {
        while (true)
        {
            write($"{question} [y/n] ");
            switch (read()?.Trim().ToLowerInvariant())
            {
                case null:
                    write("\n");
                    return null;
                case "y" or "yes":
                    return true;
                case "n" or "no":
                    return false;
            }
        }
    }
}
