using System.Text;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Output;

/// <summary>What to print for a result.</summary>
/// <param name="Output">For standard output; may be empty. Its last line is ended when it is written.</param>
/// <param name="ErrorLine">For standard error: a message of ours.</param>
/// <param name="ExitCode">What the executor exits with.</param>
/// <param name="ToolError">For standard error: the words of a tool that failed.</param>
internal sealed record Printout(ReadOnlyMemory<byte> Output, string? ErrorLine = null, ExitCode ExitCode = ExitCode.Success, string? ToolError = null)
{
    /// <summary>A whole result as the server sent it.</summary>
    /// <inheritdoc cref="Fit"/>
    public static Printout OfJson(ReadOnlyMemory<byte> json, string name, OutputOptions options) =>
        Fit(ForeignJson.AsUtf8(json), "json", name, options);

    /// <summary>A text.</summary>
    /// <inheritdoc cref="Fit"/>
    public static Printout OfText(string text, string name, OutputOptions options) =>
        Fit(Encoding.UTF8.GetBytes(text), "txt", name, options);

    /// <summary>If the output goes to a file, or is too long, its path is printed.</summary>
    /// <param name="output">Everything there is to print.</param>
    /// <param name="extension">Of the file, without a dot.</param>
    /// <param name="name">Names the file.</param>
    /// <param name="options">What the caller wants to see.</param>
    /// <exception cref="SkillException">The file cannot be written.</exception>
    public static Printout Fit(ReadOnlyMemory<byte> output, string extension, string name, OutputOptions options)
    {
        if (options.File is not null)
        {
            var path = new ContentFiles(name, options.File).SaveLines(output.Span, extension);
            return new Printout(Encoding.UTF8.GetBytes(path));
        }

        if (options.MaxBytes is { } limit && output.Length > limit)
        {
            var path = new ContentFiles(name, null).SaveLines(output.Span, extension);
            var shown = CharacterBoundary(output.Span, limit);
            return new Printout(output[..shown], $"{output.Length - shown} more bytes: the whole result of {output.Length} bytes is in {path}");
        }

        return new Printout(output);
    }

    /// <summary>Writes it to the process's streams.</summary>
    /// <exception cref="SkillException">Standard output cannot be written.</exception>
    public ExitCode Write()
    {
        if (Output.Length > 0)
        {
            StandardStreams.WriteLines(Output.Span);
        }

        if (ErrorLine is not null)
        {
            StandardStreams.WriteErrorLine(ErrorLine);
        }

        if (ToolError is not null)
        {
            StandardStreams.WriteToolError(ToolError);
        }

        return ExitCode;
    }

    // Do not cut the last character: step back over UTF-8 continuation bytes.
    private static int CharacterBoundary(ReadOnlySpan<byte> text, int limit)
    {
        while (limit > 0 && (text[limit] & 0xC0) == 0x80)
        {
            limit--;
        }

        return limit;
    }
}
