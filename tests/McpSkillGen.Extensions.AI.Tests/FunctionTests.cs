using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Extensions.AI.Tests.Support;
using McpSkillGen.Runtime;
using Microsoft.Extensions.AI;
using ScriptedAgent;
using Skills;

namespace McpSkillGen.Extensions.AI.Tests;

public sealed class FunctionTests
{
    [Fact]
    public void A_function_has_the_tools_name_description_and_schemas_and_nothing_is_started()
    {
        using var folder = new NotesFolder();

        var function = Assert.Single(folder.Connect().AsAIFunctions(static tool => tool.WireName == "list_notes"));

        Assert.Equal(("list_notes", "Lists the notes, with their numbers and tags."), (function.Name, function.Description));
        Assert.True(function.JsonSchema.GetProperty("properties").TryGetProperty("order", out _));
        Assert.True(function.ReturnJsonSchema!.Value.GetProperty("properties").TryGetProperty("total", out _));
        Assert.Null(folder.Status());
    }

    [Fact]
    public async Task An_agent_calls_two_tools_of_the_server_that_other_callers_use_too()
    {
        using var folder = new NotesFolder();
        await using var notes = folder.Connect();
        var model = new ScriptedModel(("add_note", new() { ["text"] = "Buy oat milk", ["tags"] = new[] { "shop" } }), ("list_notes", []));
        using var chat = model.AsBuilder().UseFunctionInvocation().Build();

        await chat.GetResponseAsync("Remind me.", With(notes), TestContext.Current.CancellationToken);

        Assert.Equal("Added note 1: Buy oat milk [shop]", Assert.IsType<string>(model.Results[0]));
        Assert.Equal("shop", Assert.IsType<JsonElement>(model.Results[1]).GetProperty("notes")[0].GetProperty("tags")[0].GetString());
        Assert.Equal(1, (await notes.ListNotesAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.Total);
        Assert.Equal(1, (int)folder.Status()!["serverLaunches"]!);
    }

    [Fact]
    public async Task An_image_is_data_and_a_tools_error_is_a_text()
    {
        using var folder = new NotesFolder();
        await using var notes = folder.Connect();
        var functions = notes.AsAIFunctions().ToDictionary(static function => function.Name);

        var drawn = await functions["draw_notes"].InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
        var failed = await functions["add_note"].InvokeAsync(new() { ["text"] = 5 }, TestContext.Current.CancellationToken);

        Assert.Equal("image/png", Assert.IsType<AIContent[]>(drawn).OfType<Microsoft.Extensions.AI.DataContent>().First().MediaType);
        Assert.StartsWith("The tool reported an error", Assert.IsType<string>(failed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_that_the_config_leaves_out_or_a_rule_denies_is_no_function()
    {
        using var folder = new NotesFolder();
        folder.Configure(static config =>
        {
            config["tools"] = new JsonObject { ["exclude"] = new JsonArray("draw_*") };
            config["rules"] = Rules(("add_note", "deny"));
        });

        var names = folder.Connect().AsAIFunctions().Select(static function => function.Name).ToArray();

        Assert.Contains("list_notes", names);
        Assert.DoesNotContain("draw_notes", names);
        Assert.DoesNotContain("add_note", names);
    }

    [Fact]
    public async Task A_tool_that_a_rule_asks_about_is_called_after_the_agents_user_has_approved()
    {
        using var folder = new NotesFolder();
        folder.Configure(static config => config["rules"] = Rules(("add_note", "ask")));
        await using var notes = folder.Connect();
        var model = new ScriptedModel(("add_note", new() { ["text"] = "Buy oat milk" }));
        using var chat = model.AsBuilder().UseFunctionInvocation().Build();
        List<ChatMessage> messages = [new(ChatRole.User, "Remind me.")];

        var asked = await chat.GetResponseAsync(messages, With(notes), TestContext.Current.CancellationToken);
        var request = Assert.Single(asked.Messages.SelectMany(static message => message.Contents).OfType<ToolApprovalRequestContent>());
        Assert.Null(folder.Status());
        messages.AddMessages(asked);
        messages.Add(new ChatMessage(ChatRole.User, [request.CreateResponse(approved: true)]));
        await chat.GetResponseAsync(messages, With(notes), TestContext.Current.CancellationToken);

        Assert.Equal("Added note 1: Buy oat milk", Assert.IsType<string>(model.Results[0]));
    }

    [Fact]
    public async Task A_call_that_a_rule_asks_about_is_refused_if_it_does_not_come_through_the_function()
    {
        using var folder = new NotesFolder();
        folder.Configure(static config => config["rules"] = Rules(("add_note", "ask")));
        await using var notes = folder.Connect();

        var refused = await Assert.ThrowsAsync<SkillException>(() =>
            notes.AddNoteAsync(new() { Text = "Buy oat milk" }, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.NotAllowed, refused.ExitCode);
    }

    private static ChatOptions With(NotesSkill notes) => new() { Tools = [.. notes.AsAIFunctions()] };

    private static JsonArray Rules(params (string Tool, string Do)[] rules) =>
        [.. rules.Select(static rule => new JsonObject { ["tools"] = new JsonArray(rule.Tool), ["do"] = rule.Do })];
}
