using McpSkillGen.Runtime;
using Skills;

namespace TypedClient.Tests;

/// <summary>A generated client over a fake server, tested as a user would: nothing runs, and nothing internal is needed.</summary>
public sealed class FakedCallTests
{
    [Fact]
    public async Task A_call_brings_its_arguments_to_the_fake_and_the_typed_result_back()
    {
        var server = new FakeServer("""{"content":[{"type":"text","text":"B2, 300 pages"}],"structuredContent":{"shelf":"B2","pages":300}}""");
        await using var library = new LibrarySkill(server);

        var found = await library.FindBookAsync(new() { Title = "Dune", Copies = 2 }, TestContext.Current.CancellationToken);

        Assert.Equal(("B2", 300L), (found.Value.Shelf, found.Value.Pages));
        Assert.Equal("B2, 300 pages", found.Text);
        var call = Assert.Single(server.Calls);
        Assert.Equal(("find_book", true), (call.ToolName, call.IsSafeToRepeat));
        Assert.Equal("""{"title":"Dune","copies":2}""", call.Arguments.GetRawText());
    }

    [Fact]
    public async Task A_call_without_arguments_sends_an_empty_object()
    {
        var server = new FakeServer("{}");

        await new LibrarySkill(server).ScanPageAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("scan_page", false, "{}"), (server.Calls[0].ToolName, server.Calls[0].IsSafeToRepeat, server.Calls[0].Arguments.GetRawText()));
    }

    [Fact]
    public async Task An_error_of_the_tool_is_a_result_without_a_value()
    {
        var library = new LibrarySkill(new FakeServer("""{"isError":true,"content":[{"type":"text","text":"Lent out."}]}"""));

        var found = await library.FindBookAsync(new() { Title = "Dune" }, TestContext.Current.CancellationToken);

        Assert.True(found.IsError);
        Assert.False(found.TryGetValue(out _));
        Assert.Equal("The tool reported an error: Lent out.", found.Problem);
        Assert.Throws<ToolResultException>(() => found.Value);
    }

    [Fact]
    public async Task What_the_fake_throws_the_client_throws()
    {
        var library = new LibrarySkill(new FakeServer());

        var error = await Assert.ThrowsAsync<SkillException>(() => library.FindBookAsync(new() { Title = "Dune" }, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.Unreachable, error.ExitCode);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => library.FindBookAsync(new() { Title = "Dune" }, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Connect_says_where_it_looked_for_a_skill_that_is_not_there()
    {
        var error = Assert.Throws<SkillException>(() => LibrarySkill.Connect(new() { SkillFolder = Path.GetTempPath() }));

        Assert.Equal(ExitCode.WrongEnvironment, error.ExitCode);
        Assert.Contains(Path.GetTempPath(), error.Message, StringComparison.Ordinal);
    }
}
