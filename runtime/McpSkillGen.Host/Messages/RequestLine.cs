using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSkillGen.Host.Messages;

/// <summary>One JSON-RPC request as a line. The parameters in it are the caller's own bytes.</summary>
internal static class RequestLine
{
    private const string LogLevel = "io.modelcontextprotocol/logLevel";

    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    /// <param name="id">The request's id.</param>
    /// <param name="method">The MCP method.</param>
    /// <param name="parameters">Its params: one JSON object, valid UTF-8.</param>
    /// <returns>With its line break.</returns>
    public static ReadOnlyMemory<byte> Of(long id, string method, ReadOnlyMemory<byte> parameters)
    {
        var line = new ArrayBufferWriter<byte>(parameters.Length + 128);
        line.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        Write(line, id);
        line.Write(",\"method\":\""u8);
        line.Write(JsonEncodedText.Encode(method, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        line.Write("\",\"params\":"u8);

        // There may be line breaks between the tokens of a caller's JSON, but not in its strings.
        parameters.Span.ReplaceAny(line.GetSpan(parameters.Length), LineBreaks, (byte)' ');
        line.Advance(parameters.Length);
        line.Write("}\n"u8);
        return line.WrittenMemory;
    }

    /// <summary>Adds members to the params' <c>_meta</c>, or replaces them.</summary>
    /// <param name="parameters">One JSON object, valid UTF-8.</param>
    /// <param name="members">As they stand between the braces of an object; may be empty.</param>
    public static ReadOnlyMemory<byte> WithMeta(ReadOnlyMemory<byte> parameters, ReadOnlySpan<byte> members)
    {
        if (members.IsEmpty)
        {
            return parameters;
        }

        if (parameters.Span.IndexOf("\"_meta\""u8) >= 0)
        {
            return WithMetaInTree(parameters, members);
        }

        var before = parameters.Span[..parameters.Span.LastIndexOf((byte)'}')];
        var extended = new ArrayBufferWriter<byte>(before.Length + members.Length + 16);
        extended.Write(before);
        extended.Write(before.TrimEnd(" \t\r\n"u8) is [.., (byte)'{'] ? "\"_meta\":{"u8 : ",\"_meta\":{"u8);
        extended.Write(members);
        extended.Write("}}"u8);
        return extended.WrittenMemory;
    }

    /// <summary>The members of a request's <c>_meta</c>.</summary>
    /// <param name="introduction">What every request of the session says about us; empty if the handshake has said it.</param>
    /// <param name="progressToken">Unique among all callers; null if the request wants no progress.</param>
    public static ReadOnlySpan<byte> MetaMembers(ReadOnlySpan<byte> introduction, long? progressToken)
    {
        if (progressToken is not { } token)
        {
            return introduction;
        }

        var members = new ArrayBufferWriter<byte>(introduction.Length + 64);
        members.Write("\"progressToken\":"u8);
        Write(members, token);
        if (!introduction.IsEmpty)
        {
            // Since 2026-07-28 a server logs nothing about a request that does not ask for it. What a caller asks for itself has priority.
            members.Write(",\"io.modelcontextprotocol/logLevel\":\"info\","u8);
            members.Write(introduction);
        }

        return members.WrittenSpan;
    }

    private static ReadOnlyMemory<byte> WithMetaInTree(ReadOnlyMemory<byte> parameters, ReadOnlySpan<byte> members)
    {
        var request = JsonTree.OfObject(parameters);
        if (request["_meta"] is not JsonObject meta)
        {
            request["_meta"] = meta = [];
        }

        foreach (var (name, value) in JsonTree.OfObject((byte[])[.. "{"u8, .. members, .. "}"u8]))
        {
            if (name != LogLevel || !meta.ContainsKey(LogLevel))
            {
                meta[name] = value?.DeepClone();
            }
        }

        return JsonTree.ToBytes(request);
    }

    private static void Write(ArrayBufferWriter<byte> output, long number)
    {
        const int LongestNumber = 20;
        Utf8Formatter.TryFormat(number, output.GetSpan(LongestNumber), out var written);
        output.Advance(written);
    }
}
