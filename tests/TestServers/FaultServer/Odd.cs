using System.Globalization;
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

    /// <summary>Says the same again and again, without reading anything.</summary>
    /// <param name="line">In it, <c>%N%</c> is how often it was said before.</param>
    /// <param name="times">How often.</param>
    public void Repeat(string line, long times)
    {
        var lines = new StringBuilder();
        for (var i = 0L; i < times; i++)
        {
            lines.Append(line.Replace("%N%", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)).Append('\n');
        }

        _output.Write(Encoding.UTF8.GetBytes(lines.ToString()));
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
