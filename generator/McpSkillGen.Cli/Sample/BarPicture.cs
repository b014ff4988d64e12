using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace McpSkillGen.Cli.Sample;

/// <summary>Draws horizontal bars as a PNG: just enough of the format (8-bit RGB, one IDAT chunk) for a real picture.</summary>
internal static class BarPicture
{
    private const int Width = 240;
    private const int BarHeight = 12;
    private const int Gap = 4;

    private static readonly byte[] Paper = [0xfa, 0xf8, 0xf5];
    private static readonly byte[] Ink = [0x2f, 0x6f, 0xde];

    /// <param name="shares">The length of each bar, from 0 to 1.</param>
    public static byte[] Draw(IReadOnlyList<double> shares)
    {
        var height = Gap + (Math.Max(1, shares.Count) * (BarHeight + Gap));
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        WriteChunk(png, "IHDR", Header(height));
        WriteChunk(png, "IDAT", Pixels(shares, height));
        WriteChunk(png, "IEND", []);
        return png.ToArray();
    }

    private static byte[] Header(int height)
    {
        const byte BitsPerSample = 8;
        const byte Rgb = 2;
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (BitsPerSample, Rgb);
        return header;
    }

    private static byte[] Pixels(IReadOnlyList<double> shares, int height)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            for (var y = 0; y < height; y++)
            {
                const byte NoFilter = 0;
                zlib.WriteByte(NoFilter);
                var (bar, within) = Math.DivRem(y - Gap, BarHeight + Gap);
                var isBar = y >= Gap && within < BarHeight && bar < shares.Count;
                var length = isBar ? (int)(shares[bar] * (Width - (2 * Gap))) : 0;
                for (var x = 0; x < Width; x++)
                {
                    zlib.Write(x >= Gap && x < Gap + length ? Ink : Paper);
                }
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        png.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(typed));
        png.Write(number);
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
