using System.Text;
using System.Text.Json.Nodes;

namespace McpSkillGen.FaultServer;

/// <summary>What no sane server writes: any bytes at all, and lines without end.</summary>
internal sealed class Odd
{
    private readonly Stream _output = Console.OpenStandardOutput();

    public void Write(string tool, JsonObject arguments, string id)
    {
        if (tool == "write")
        {
            // Byte for byte, so that what is no text stays what it is.
            var bytes = Convert.FromBase64String((string)arguments["base64"]!);
            _output.Write(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("%ID%", id, StringComparison.Ordinal)));
        }
        else
        {
            Flood((long)arguments["bytes"]!, (string)arguments["id"]!, id);
        }

        _output.Flush();
    }

    /// <summary>Asks the client the same again and again, without reading an answer.</summary>
    public void AskOften(long times)
    {
        var requests = new StringBuilder();
        for (var i = 0; i < times; i++)
        {
            requests.Append("{\"jsonrpc\":\"2.0\",\"id\":\"often-").Append(i).Append("\",\"method\":\"roots/list\"}\n");
        }

        _output.Write(Encoding.ASCII.GetBytes(requests.ToString()));
        _output.Flush();
    }

    private void Flood(long length, string place, string id)
    {
        var member = $"\"jsonrpc\":\"2.0\",\"id\":{id}";
        _output.Write(Encoding.ASCII.GetBytes(place == "first" ? $"{{{member},\"result\":\"" : "{\"result\":\""));
        var xs = new byte[64 * 1024];
        xs.AsSpan().Fill((byte)'x');
        for (var left = length; left > 0; left -= xs.Length)
        {
            _output.Write(xs.AsSpan(0, (int)Math.Min(left, xs.Length)));
        }

        // "nowhere" has no end either.
        _output.Write(Encoding.ASCII.GetBytes(place switch
        {
            "first" => "\"}\n",
            "last" => $"\",{member}}}\n",
            _ => "",
        }));
    }
}
