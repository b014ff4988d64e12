using Compatibility.Tests.Modes;
using Compatibility.Tests.Support;

namespace Compatibility.Tests;

/// <summary>
/// Servers over HTTP as the world has them, each with the outcome that a caller must see: through a real executor and a real host.
/// To add one is a line in a table of <c>Modes</c>.
/// </summary>
public sealed class HttpTests
{
    internal static ModeTable Modes { get; } = new(MessageModes.All, HttpModes.All);

    public static IEnumerable<TheoryDataRow<string>> Names => Modes;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_that(string mode) => await Trial.OfHttpAsync(Modes[mode]);
}

/// <summary>The same over standard input and output.</summary>
public sealed class StdioTests
{
    internal static ModeTable Modes { get; } = new(MessageModes.All, StdioModes.All);

    public static IEnumerable<TheoryDataRow<string>> Names => Modes;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_that(string mode) => await Trial.OfStdioAsync(Modes[mode]);
}
