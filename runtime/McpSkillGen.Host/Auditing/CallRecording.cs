using System.Text;
using System.Text.Json;
using McpSkillGen.Host.Logging;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Auditing;

/// <summary>
/// What a server answered, for <c>mcpgen replay</c>: a line with the skill's catalog, and a line for each answer. Without secrets, as
/// the audit. Safe for many threads.
/// </summary>
internal sealed class CallRecording : IDisposable
{
    // A line is around what a server said.
    private const int MaxDepth = ForeignJson.MaxResultDepth - 2;

    private readonly RotatingFile _file;
    private readonly ArgumentRedaction _redaction;

    private CallRecording(RotatingFile file, ArgumentRedaction redaction) => (_file, _redaction) = (file, redaction);

    /// <param name="file">Where to. New answers are added to a recording of the same skill.</param>
    /// <param name="skill">Has the catalog.</param>
    /// <param name="secrets">What must not be in it.</param>
    /// <exception cref="SkillException">The file cannot be written, or is something else; or the catalog cannot be read.</exception>
    public static CallRecording To(string file, SkillFolder skill, IEnumerable<string> secrets)
    {
        try
        {
            var header = Encoding.UTF8.GetString(Header(skill).Span);
            var isNew = !IsRecording(file, header);
            var recording = new CallRecording(new RotatingFile(file, long.MaxValue), new ArgumentRedaction(secrets, isWhole: true));
            if (isNew && !recording.Add(header))
            {
                recording.Dispose();
                throw Unfit(file, "it cannot be written");
            }

            return recording;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Unfit(file, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>The server's result.</summary>
    /// <returns>False if it could not be recorded.</returns>
    public bool AddResult(string method, ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> result) => Add(method, parameters, "result", result);

    /// <summary>The server's JSON-RPC error.</summary>
    /// <returns>False if it could not be recorded.</returns>
    public bool AddError(string method, ReadOnlyMemory<byte> parameters, string error) =>
        Add(method, parameters, "error", Encoding.UTF8.GetBytes(error));

    public void Dispose() => _file.Dispose();

    private static ReadOnlyMemory<byte> Header(SkillFolder skill)
    {
        using var catalog = JsonDocument.Parse(File.ReadAllBytes(skill.CatalogFile));
        return PlainJson.WriteObject(writer =>
        {
            writer.WriteNumber("recording"u8, 1);
            writer.WritePropertyName("catalog"u8);
            catalog.RootElement.WriteTo(writer);
        });
    }

    /// <returns>Whether it is a recording of this skill, to which lines can be added; false if there is nothing yet.</returns>
    /// <exception cref="SkillException">It is something else.</exception>
    private static bool IsRecording(string file, string header)
    {
        // A pipe or a device has nothing to compare.
        if (new FileInfo(file) is not { Exists: true, Length: > 0 })
        {
            return false;
        }

        var text = File.ReadAllText(file);
        return !text.StartsWith(header + "\n", StringComparison.Ordinal) ? throw Unfit(file, "it is no recording, or one of another skill or catalog")
            : text.EndsWith('\n') ? true
            : throw Unfit(file, "its last line is cut off");
    }

    private static SkillException Unfit(string file, string why, Exception? cause = null) =>
        new(ExitCode.WrongEnvironment, $"Answers cannot be recorded to '{file}': {why}. Name another file.", cause);

    private bool Add(string method, ReadOnlyMemory<byte> parameters, string kind, ReadOnlyMemory<byte> answer)
    {
        if (!ForeignJson.TryParse(parameters, out var asked, out _, MaxDepth))
        {
            return false;
        }

        using (asked)
        {
            if (!ForeignJson.TryParse(answer, out var answered, out _, MaxDepth))
            {
                return false;
            }

            using (answered)
            {
                return Add(Encoding.UTF8.GetString(PlainJson.WriteObject(writer =>
                {
                    writer.WriteString("method"u8, method);
                    writer.WritePropertyName("params"u8);
                    _redaction.Write(writer, asked.RootElement);
                    writer.WritePropertyName(kind);
                    _redaction.Write(writer, answered.RootElement);
                }).Span));
            }
        }
    }

    private bool Add(string line)
    {
        _file.Add(line);
        return _file.Flush();
    }
}
