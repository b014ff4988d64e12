using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Vocabulary;
using Microsoft.Extensions.AI;

namespace McpSkillGen.Extensions.AI;

/// <summary>One tool as a function.</summary>
/// <param name="caller">Makes the call.</param>
/// <param name="name">The function's name.</param>
/// <param name="tool">The tool.</param>
/// <param name="description">What a model is told about it.</param>
/// <param name="isApproved">Whether a person has agreed to each call that arrives here.</param>
internal sealed class SkillFunction(IToolCaller caller, string name, ToolSummary tool, ToolDescription description, bool isApproved) : AIFunction
{
    public override string Name => name;

    public override string Description => description.Text;

    public override JsonElement JsonSchema => description.InputSchema;

    public override JsonElement? ReturnJsonSchema => description.OutputSchema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var json = PlainJson.WriteObject(writer =>
        {
            foreach (var (key, value) in arguments)
            {
                writer.WritePropertyName(key);
                JsonSerializer.Serialize(writer, value, JsonSerializerOptions.GetTypeInfo(value?.GetType() ?? typeof(object)));
            }
        });
        var call = new ToolCall(tool.WireName, json, tool.Traits.AllowRepeat());
        var result = isApproved && caller is HostToolCaller host
            ? await host.CallAsync(call, new ApprovedObserver(host.Observer), cancellationToken).ConfigureAwait(false)
            : await caller.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return FunctionResult.Of(result);
    }
}
