using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Compatibility.Tests.Modes;

/// <summary>How servers write the JSON of an answer.</summary>
internal static class HttpBodies
{
    private const string Json = "application/json";

    public static IEnumerable<Mode> All { get; } =
    [
        Writes("ends its bodies in a line break", static body => body + "\n"),
        Writes("ends its bodies in a line break of Windows", static body => body + "\r\n"),
        Writes("ends its bodies in blank lines", static body => body + "\n\n \t\r\n"),
        Writes("begins its bodies with a line break", static body => "\n" + body),
        Writes("begins its bodies with spaces and tabs", static body => "  \t" + body),
        Writes("begins its bodies with a byte order mark", static body => "\uFEFF" + body),
        Writes("begins its bodies with a byte order mark and ends them in a line break", static body => "\uFEFF" + body + "\n"),
        Writes("writes its JSON over several lines", static body => System.Text.Json.Nodes.JsonNode.Parse(body)!.ToJsonString(new() { WriteIndented = true })),
        Writes("writes its JSON over several lines and ends them", static body => System.Text.Json.Nodes.JsonNode.Parse(body)!.ToJsonString(new() { WriteIndented = true }) + "\n"),
        Writes("writes its answers into an array", static body => $"[{body}]"),
        Writes("writes its answers into an array over several lines", static body => $"[\n  {body}\n]\n"),
        Writes("writes a notification and its answer into an array", static body => """[{"jsonrpc":"2.0","method":"notifications/x"},""" + $"{body}]"),
        Writes("writes an answer that nobody waits for and its answer into an array", static body => """[{"jsonrpc":"2.0","id":77777,"result":{}},""" + $"{body}]"),
        Writes("writes a notification and its answer one after another", static body => """{"jsonrpc":"2.0","method":"notifications/x"}""" + $"\n{body}\n"),
        Writes("writes an error beside its result that is null", static body => body[..^1] + ""","error":null}"""),
        Writes("says nothing about its version of JSON-RPC", static body => body.Replace("\"jsonrpc\":\"2.0\",", "", StringComparison.Ordinal)),

        Writes("gives its JSON no type", static body => body, type: null),
        Writes("gives its JSON a charset", static body => body, "application/json; charset=utf-8"),
        Writes("gives its JSON a charset in quotes", static body => body, "application/json; charset=\"UTF-8\""),
        Writes("gives its JSON a charset without a value", static body => body, "application/json; charset"),
        Writes("gives its JSON a type in capitals", static body => body, "Application/JSON"),
        Writes("calls its JSON plain text", static body => body, "text/plain"),
        Writes("calls its JSON a page", static body => body, "text/html; charset=utf-8"),
        Writes("calls its JSON JSON-RPC", static body => body, "application/json-rpc"),
        Writes("calls its JSON a stream of bytes", static body => body, "application/octet-stream"),
        Writes("calls its JSON a JSON of its own", static body => body, "application/vnd.example+json"),
        Writes("gives its JSON two types", static body => body, "application/json, application/json"),
        Writes("gives its JSON a type that is none", static body => body, "json"),
        Writes("calls its events JSON", static body => $"event: message\ndata: {body}\n\n", Json),
        Writes("gives its events no type", static body => $"data: {body}\n\n", type: null),
        Writes("calls its events plain text", static body => $": hello\n\nid: 5\ndata: {body}\n\n", "text/plain"),

        Encodes("compresses with gzip", "gzip", static stream => new GZipStream(stream, CompressionLevel.Fastest)),
        Encodes("compresses with gzip in capitals", "GZIP", static stream => new GZipStream(stream, CompressionLevel.Fastest)),
        Encodes("compresses with gzip of old", "x-gzip", static stream => new GZipStream(stream, CompressionLevel.Fastest)),
        Encodes("compresses with deflate", "deflate", static stream => new ZLibStream(stream, CompressionLevel.Fastest)),
        Encodes("compresses with deflate without its head", "deflate", static stream => new DeflateStream(stream, CompressionLevel.Fastest)),
        Encodes("compresses with brotli", "br", static stream => new BrotliStream(stream, CompressionLevel.Fastest)),
        Encodes("compresses twice", "gzip, br", static stream => new GZipStream(new BrotliStream(stream, CompressionLevel.Fastest), CompressionLevel.Fastest)),
        Encodes("says that it compresses, and does not", "gzip", static stream => stream),
        Encodes("says that its bodies are as they are", "identity", static stream => stream),
        new("compresses with zstd", Outcome.Answers) { Http = server => server.OnAnswer = (context, body) => SendAsync(context, "zstd", Zstandard(Encoding.UTF8.GetBytes(body))) },
        Encodes("says that it compresses in a way that nobody knows, and does not", "sdch", static stream => stream),
        new("compresses in a way that nobody knows", new Outcome(4, "application/json in the encoding \"sdch\", which is not known"))
        {
            Http = static server => server.OnAnswer = static (context, _) => SendAsync(context, "sdch", [1, 2, 3, 4, 5]),
        },
        new("compresses into what is not compressed", new Outcome(4, "cannot be decompressed as gzip"))
        {
            Http = static server => server.OnAnswer = static (context, _) => SendAsync(context, "gzip", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff]),
        },

        Sends("sends its bodies in small pieces", static async (context, body) =>
        {
            foreach (var piece in body.Chunk(5))
            {
                await context.Response.WriteAsync(new string(piece));
                await context.Response.Body.FlushAsync();
            }
        }),
        Sends("does not end its bodies", static async (context, body) =>
        {
            await context.Response.WriteAsync(body);
            await context.Response.Body.FlushAsync();
            throw new IOException("The server closes the connection here.");
        }),
        Sends("closes before its bodies are as long as it said", static async (context, body) =>
        {
            context.Response.ContentLength = body.Length + 100;
            await context.Response.WriteAsync(body);
            await context.Response.Body.FlushAsync();
            throw new IOException("The server closes the connection here.");
        }),
        Sends("closes in the middle of its bodies", static async (context, body) =>
        {
            await context.Response.WriteAsync(body[..(body.Length / 2)]);
            await context.Response.Body.FlushAsync();
            throw new IOException("The server closes the connection here.");
        }) with { Outcome = new Outcome(4, "application/json that cannot be read to its end") },
        Sends("answers with 201", static (context, body) =>
        {
            context.Response.StatusCode = 201;
            return context.Response.WriteAsync(body);
        }),
    ];

    private static Mode Writes(string name, Func<string, string> write, string? type = Json) => new(name, Outcome.Answers)
    {
        Http = server => server.OnAnswer = async (context, body) =>
        {
            if (type is not null)
            {
                context.Response.Headers.ContentType = type;
            }

            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(write(body)));
        },
    };

    private static Mode Sends(string name, Func<HttpContext, string, Task> send) => new(name, Outcome.Answers)
    {
        Http = server => server.OnAnswer = (context, body) =>
        {
            context.Response.ContentType = Json;
            return send(context, body);
        },
    };

    private static Mode Encodes(string name, string encoding, Func<Stream, Stream> encode) => new(name, Outcome.Answers)
    {
        Http = server => server.OnAnswer = async (context, body) =>
        {
            var encoded = new MemoryStream();
            var encoder = encode(encoded);
            await encoder.WriteAsync(Encoding.UTF8.GetBytes(body));
            await encoder.DisposeAsync();
            await SendAsync(context, encoding, encoded.ToArray());
        },
    };

    private static async Task SendAsync(HttpContext context, string encoding, byte[] body)
    {
        context.Response.ContentType = Json;
        context.Response.Headers.ContentEncoding = encoding;
        await context.Response.Body.WriteAsync(body);
    }

    // One frame whose only block is as it is: .NET cannot write better ones before version 11.
    private static byte[] Zstandard(byte[] content)
    {
        const int SingleSegmentWithLengthOfFourBytes = 0xa0;
        const int LastBlock = 1;
        var block = (content.Length << 3) | LastBlock;
        byte[] head = [0x28, 0xb5, 0x2f, 0xfd, SingleSegmentWithLengthOfFourBytes, .. BitConverter.GetBytes(content.Length)];
        return [.. head, .. BitConverter.GetBytes(block)[..3], .. content];
    }
}
