using Compatibility.Tests.Modes;
using Compatibility.Tests.Support;

namespace Compatibility.Tests;

/// <summary>Where our caller sees an error, the TypeScript SDK's client gets no answer either: what it gets along with, so do we.</summary>
public sealed class SdkTests(SdkClient client) : IClassFixture<SdkClient>
{
    public static IEnumerable<TheoryDataRow<string>> Http => HttpTests.Modes.Failing;

    public static IEnumerable<TheoryDataRow<string>> Stdio => StdioTests.All.Failing;

    [Theory]
    [MemberData(nameof(Http))]
    public async Task It_gets_no_answer_over_HTTP_of_a_server_that(string mode)
    {
        var behaviour = HttpTests.Modes[mode];
        await using var server = await CrookedServer.StartAsync(behaviour);
        await MustFailAsync(behaviour, new SdkTarget(server.Url), () => behaviour.Between?.Invoke(server));
    }

    [Theory]
    [MemberData(nameof(Stdio))]
    public async Task It_gets_no_answer_over_standard_output_of_a_server_that(string mode) =>
        await MustFailAsync(StdioTests.All[mode], SdkTarget.Of(StdioTests.All[mode].Script), static () => { });

    private async Task MustFailAsync(Mode mode, SdkTarget target, Action between)
    {
        await client.StartAsync();
        var answer = await client.AskAsync(target, mode.Asks);
        if (mode.Between is not null)
        {
            between();
            answer = await client.AskAsync(target, mode.Asks, isSame: true);
        }

        Assert.True(answer.Text is null, $"The SDK's client gets along with a server that {mode.Name}: it got {answer.Text}.");
    }
}
