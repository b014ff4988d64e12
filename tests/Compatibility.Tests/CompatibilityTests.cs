using Compatibility.Tests.Modes;
using Compatibility.Tests.Support;

namespace Compatibility.Tests;

/// <summary>
/// Servers over HTTP as the world has them, each with the outcome that a caller must see: through a real executor and a real host.
/// To add one is a line in a table of <c>Modes</c>.
/// </summary>
public sealed class HttpTests
{
    internal static ModeTable Modes { get; } = new(MessageModes.All, HandshakeModes.All, HttpModes.All);

    public static IEnumerable<TheoryDataRow<string>> Names => Modes;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_that(string mode) => await Trial.OfHttpAsync(Modes[mode]);
}

/// <summary>The same over standard input and output, in as many classes as can run at once.</summary>
public sealed class StdioTests
{
    internal static ModeTable Modes { get; } = new(MessageModes.All, StdioModes.All);

    public static IEnumerable<TheoryDataRow<string>> Names => Modes;

    /// <summary>Every mode that is tried over standard input and output.</summary>
    internal static ModeTable All { get; } = new(MessageModes.All, StdioModes.All, HandshakeModes.All, ListModes.All, ResultModes.All);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_that(string mode) => await Trial.OfStdioAsync(Modes[mode]);
}

/// <inheritdoc cref="HandshakeModes"/>
public sealed class StdioHandshakeTests
{
    private static readonly ModeTable s_modes = new(HandshakeModes.All);

    public static IEnumerable<TheoryDataRow<string>> Names => s_modes;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_that(string mode) => await Trial.OfStdioAsync(s_modes[mode]);
}

/// <inheritdoc cref="ListModes"/>
public sealed class StdioListTests
{
    private static readonly ModeTable s_modes = new(ListModes.All);

    public static IEnumerable<TheoryDataRow<string>> Names => s_modes;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_that(string mode) => await Trial.OfStdioAsync(s_modes[mode]);
}

/// <inheritdoc cref="ResultModes"/>
public sealed class StdioResultTests
{
    private static readonly ModeTable s_modes = new(ResultModes.All);

    public static IEnumerable<TheoryDataRow<string>> Names => s_modes;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_that(string mode) => await Trial.OfStdioAsync(s_modes[mode]);
}
