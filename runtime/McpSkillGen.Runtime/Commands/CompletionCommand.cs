using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>Values that the server suggests for an argument: MCP's <c>completion/complete</c>.</summary>
internal static class CompletionCommand
{
    /// <param name="requests">Reach the server.</param>
    /// <param name="line">After the reference: the argument's name, and what its value begins with.</param>
    /// <param name="writeReference">Writes the members of <c>ref</c>.</param>
    public static ExitCode Run(ServerRequests requests, ServerCommandLine line, Action<Utf8JsonWriter> writeReference)
    {
        var result = requests.Send("completion/complete", writer =>
        {
            writer.WriteStartObject("ref"u8);
            writeReference(writer);
            writer.WriteEndObject();
            writer.WriteStartObject("argument"u8);
            writer.WriteString("name"u8, line.Words[1]);
            writer.WriteString("value"u8, line.Words is [_, _, var prefix] ? prefix : "");
            writer.WriteEndObject();
            if (line.Context.Count > 0)
            {
                writer.WriteStartObject("context"u8);
                writer.WriteStartObject("arguments"u8);
                foreach (var (name, value) in line.Context)
                {
                    writer.WriteString(name, value);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        });
        return Render(result, line.Options.Output).Write();
    }

    /// <summary>A value a line; that there are more is told on standard error.</summary>
    internal static Printout Render(ReadOnlyMemory<byte> result, OutputOptions output)
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
