using Compatibility.Tests.Modes;
using Compatibility.Tests.Support;

namespace Compatibility.Tests;

/// <summary>
/// Servers over HTTP as the world has them, each with the outcome that a caller must see: through a real executor and a real host.
/// To add one is a line in a table of <c>Modes</c>.
/// </summary>
public sealed class HttpTests(BuiltSkill skill)
{
    internal static ModeTable Modes { get; } = new(MessageModes.All, HandshakeModes.All, HttpModes.All);

    public static IEnumerable<TheoryDataRow<string>> Names => Modes;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_that(string mode) => await Trial.OfHttpAsync(skill, Modes[mode]);
}

/// <summary>The same over standard input and output.</summary>
public sealed class StdioTests(BuiltSkill skill)
{
    internal static ModeTable Modes { get; } = new(MessageModes.All, StdioModes.All, HandshakeModes.All, ListModes.All, ResultModes.All);

    public static IEnumerable<TheoryDataRow<string>> Names => Modes;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_that(string mode) => await Trial.OfStdioAsync(skill, Modes[mode]);
}
