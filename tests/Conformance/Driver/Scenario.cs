using System.Text.Json.Nodes;

namespace Conformance.Driver;

/// <summary>
/// What a user would do with the executor so that a scenario of the suite sees what it looks for. The suite judges what came
/// over the wire, and the exit code: the first that is not 0.
/// </summary>
/// <param name="Name">The suite's name of it.</param>
internal sealed record Scenario(string Name)
{
    private const string NoArguments = "{}";

    /// <summary>Every tool that a scenario calls.</summary>
    public static IReadOnlyList<string> ToolNames { get; } =
    [
        "add_numbers", "test_client_elicitation_defaults", "test_reconnection", "test_headers", "my-hyphenated-tool",
        "test_custom_headers", "test_custom_headers_null", "json_schema_echo", "test_mrtr_echo_state", "test_mrtr_no_state",
        "test_mrtr_unrelated", "test_mrtr_no_result_type", "test-tool", "valid_tool", "invalid_empty_header",
        "invalid_object_header", "invalid_array_header", "invalid_null_header", "invalid_number_header",
        "invalid_duplicate_same_case", "invalid_duplicate_diff_case", "invalid_space_in_name", "invalid_colon_in_name",
        "invalid_non_ascii_name", "invalid_control_char_name",
    ];

    /// <summary>The one that the suite has started us for.</summary>
    public static Scenario Current() => new(Environment.GetEnvironmentVariable("MCP_CONFORMANCE_SCENARIO") ?? "");

    /// <summary>What the suite tells the client beside the URL: calls to make, credentials to use.</summary>
    public static JsonObject Context => JsonNode.Parse(Environment.GetEnvironmentVariable("MCP_CONFORMANCE_CONTEXT") ?? NoArguments)!.AsObject();

    public Task<int> RunAsync(Sandbox skill) => Name switch
    {
        "initialize" or "json-schema-ref-no-deref" => ListAsync(skill),
        "tools_call" => skill.ExecutorAsync("call", "add_numbers", """{"a":5,"b":3}"""),
        "request-metadata" => FirstFailureAsync(() => ListAsync(skill), () => skill.ExecutorAsync("call", "test-tool", NoArguments)),
        "elicitation-sep1034-client-defaults" => skill.ExecutorAsync("call", "test_client_elicitation_defaults", NoArguments),
        "sse-retry" => skill.ExecutorAsync("call", "test_reconnection", NoArguments),
        "json-schema-2020-12-preservation" => EchoSchemaAsync(skill),
        "sep-2322-client-request-state" => AnswerInParallelAsync(skill),
        "http-standard-headers" => AskForEverythingAsync(skill),
        "http-custom-headers" => CallAllAsync(skill, Context["toolCalls"]!.AsArray().Select(static call => ((string)call!["name"]!, call["arguments"]!.ToJsonString()))),
        "http-invalid-tool-headers" => CallWhatIsOfferedAsync(skill),
        ['a', 'u', 't', 'h', '/', ..] => Authorization.RunAsync(skill, this),
        _ => Unknown(),
    };

    private static async Task<int> ListAsync(Sandbox skill) => await skill.IntrospectAsync() is null ? 1 : 0;

    private static async Task<int> EchoSchemaAsync(Sandbox skill)
    {
        var catalog = await skill.IntrospectAsync();
        var tool = catalog?["tools"]!.AsArray().Single(static tool => (string?)tool!["name"] == "json_schema_2020_12_tool");
        return tool is null
            ? 1
            : await skill.ExecutorAsync("call", "json_schema_echo", new JsonObject { ["schema"] = tool["inputSchema"]!.DeepClone() }.ToJsonString());
    }

    private static async Task<int> AnswerInParallelAsync(Sandbox skill)
    {
        // The unrelated call must carry nothing of the one that is being asked something.
        var both = await Task.WhenAll(
            skill.ExecutorAsync("call", "test_mrtr_echo_state", NoArguments), skill.ExecutorAsync("call", "test_mrtr_unrelated", NoArguments));
        return both.Max() is var exitCode and not 0
            ? exitCode
            : await CallAllAsync(skill, [("test_mrtr_no_state", NoArguments), ("test_mrtr_no_result_type", NoArguments)]);
    }

    private static async Task<int> AskForEverythingAsync(Sandbox skill) => await FirstFailureAsync(
        () => CallAllAsync(skill, [("test_headers", NoArguments), ("my-hyphenated-tool", NoArguments)]),
        () => skill.ExecutorAsync("resources", "list"),
        () => skill.ExecutorAsync("resources", "read", "file:///path/to/file%20name.txt"),
        () => skill.ExecutorAsync("resources", "read", "https://example.com/resource?id=123"),
        () => skill.ExecutorAsync("prompts", "list"),
        () => skill.ExecutorAsync("prompts", "get", "test_prompt"));

    // A tool that is not fit to be called is not offered by us; whatever is, is called.
    private static async Task<int> CallWhatIsOfferedAsync(Sandbox skill)
    {
        var catalog = await skill.IntrospectAsync();
        return catalog is null
            ? 1
            : await CallAllAsync(skill, catalog["tools"]!.AsArray().Select(static tool => ((string)tool!["name"]!, """{"region":"eu","value":"v","field1":"a","field2":"b"}""")));
    }

    private static async Task<int> CallAllAsync(Sandbox skill, IEnumerable<(string Tool, string Arguments)> calls) =>
        await FirstFailureAsync([.. calls.Select(call => (Func<Task<int>>)(() => skill.ExecutorAsync("call", call.Tool, call.Arguments)))]);

    private static async Task<int> FirstFailureAsync(params Func<Task<int>>[] commands)
    {
        var first = 0;
        foreach (var command in commands)
        {
            var exitCode = await command();
            first = first == 0 ? exitCode : first;
        }

        return first;
    }

    private Task<int> Unknown()
    {
        Console.Error.WriteLine($"The scenario '{Name}' is not known here: add it to {nameof(Scenario)}.");
        return Task.FromResult(2);
    }
}
