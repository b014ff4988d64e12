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
    private readonly RotatingFile _file;
    private readonly ArgumentRedaction _redaction;

    private CallRecording(RotatingFile file, ArgumentRedaction redaction) => (_file, _redaction) = (file, redaction);

    /// <param name="file">Where to. What it has is kept.</param>
    /// <param name="skill">Has the catalog.</param>
    /// <param name="secrets">What must not be in it.</param>
    /// <exception cref="SkillException">The file cannot be written, or the catalog not be read.</exception>
    public static CallRecording To(string file, SkillFolder skill, IEnumerable<string> secrets)
    {
        try
        {
            var isNew = !File.Exists(file) || new FileInfo(file).Length == 0;
            File.AppendAllText(file, "");
            var recording = new CallRecording(new RotatingFile(file, long.MaxValue), new ArgumentRedaction(secrets, isWhole: true));
            if (isNew)
            {
                using var catalog = JsonDocument.Parse(File.ReadAllBytes(skill.CatalogFile));
                recording.Add(writer =>
                {
                    writer.WriteNumber("recording"u8, 1);
                    writer.WritePropertyName("catalog"u8);
                    catalog.RootElement.WriteTo(writer);
                });
            }

            return recording;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"Answers cannot be recorded to '{file}': {e.Message} Name another file.", e);
        }
    }

    /// <summary>The server's result.</summary>
    public void AddResult(string method, ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> result) => Add(method, parameters, "result", result);

    /// <summary>The server's JSON-RPC error.</summary>
    public void AddError(string method, ReadOnlyMemory<byte> parameters, string error) =>
        Add(method, parameters, "error", Encoding.UTF8.GetBytes(error));

    public void Dispose() => _file.Dispose();

    private void Add(string method, ReadOnlyMemory<byte> parameters, string kind, ReadOnlyMemory<byte> answer)
    {
        // Two levels less than a result may have: a line of the recording is around it.
        if (!ForeignJson.TryParse(parameters, out var asked, out _, ForeignJson.MaxResultDepth - 2))
        {
            return;
        }

        using (asked)
        {
            if (!ForeignJson.TryParse(answer, out var answered, out _, ForeignJson.MaxResultDepth - 2))
            {
                return;
            }

            using (answered)
            {
                Add(writer =>
                {
                    writer.WriteString("method"u8, method);
                    writer.WritePropertyName("params"u8);
                    _redaction.Write(writer, asked.RootElement);
                    writer.WritePropertyName(kind);
                    _redaction.Write(writer, answered.RootElement);
                });
            }
        }
    }

    private void Add(Action<Utf8JsonWriter> writeMembers)
    {
        _file.Add(Encoding.UTF8.GetString(PlainJson.WriteObject(writeMembers).Span));
        _file.Flush();
    }
}
