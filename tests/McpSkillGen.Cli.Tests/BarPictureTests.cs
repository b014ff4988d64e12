using McpSkillGen.Cli.Sample;

namespace McpSkillGen.Cli.Tests;

public sealed class BarPictureTests
{
    [Fact]
    public void A_picture_is_a_png_with_correct_checksums()
    {
        // The end chunk is the same in every PNG, checksum included.
        byte[] end = [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xae, 0x42, 0x60, 0x82];

        var png = BarPicture.Draw([0.5, 1]);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a], png[..8]);
        Assert.Equal(end, png[^12..]);
    }
}
