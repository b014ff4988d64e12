using System.Buffers;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>A host over pipes has no READY line: if it cannot start, it says why in answer to the first call.</summary>
internal static class StdioRefusal
{
    /// <returns>The exit code to end with.</returns>
    public static int Explain(SkillException why)
    {
        var reader = new FrameReader(StandardStreams.OpenInput());
        var payload = new ArrayBufferWriter<byte>();
        new FailureMessage(Call: 0, why.ExitCode, why.Message).WriteTo(payload);
        try
        {
            while (reader.Read() is { } frame)
            {
                if (frame.Kind is not FrameKind.Call)
                {
                    continue;
                }

                var answer = new ArrayBufferWriter<byte>();
                FrameWriter.Write(answer, FrameKind.Failure, frame.Call, payload.WrittenSpan);
                StandardStreams.Write(answer.WrittenSpan);
                break;
            }
        }
        catch (IOException)
        {
            // The caller is gone.
        }

        return (int)why.ExitCode;
    }
}
