using Compatibility.Tests.Support;

namespace Compatibility.Tests;

/// <summary>Where our caller sees an error, the TypeScript SDK's client gets no answer either: what it gets along with, so do we.</summary>
public sealed class SdkHttpTests(SdkClient client) : IClassFixture<SdkClient>
{
    public static IEnumerable<TheoryDataRow<string>> Names => HttpTests.Modes.Failing;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_gets_no_answer_of_a_server_that(string mode)
    {
        var behaviour = HttpTests.Modes[mode];
        await using var server = await CrookedServer.StartAsync(behaviour);
        await client.MustFailAsync(behaviour, new SdkTarget(server.Url), () => behaviour.Between?.Invoke(server));
    }
}

/// <inheritdoc cref="SdkHttpTests"/>
public sealed class SdkStdioTests(SdkClient client) : IClassFixture<SdkClient>
{
    public static IEnumerable<TheoryDataRow<string>> Names => StdioTests.Modes.Failing;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_gets_no_answer_of_a_server_that(string mode) =>
        await client.MustFailAsync(StdioTests.Modes[mode], SdkTarget.Of(StdioTests.Modes[mode].Script), static () => { });
}
