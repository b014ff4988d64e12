using System.Text.Json;
using McpSkillGen.Host.Rules;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Rules;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Roles;

/// <summary>The role <c>judge</c>: prints a call that would be sent, and the rule that would decide about it. Starts and sends nothing.</summary>
internal sealed class JudgeRole : IHostRole
{
    public string Name => "judge";

    public string Grammar => "--skill DIR";

    public async Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        var source = ServerConfig.Read(Path.Combine(Path.GetFullPath(options.Require("--skill")), "mcp-config.json"));
        using var input = new MemoryStream();
        var standardInput = StandardStreams.OpenInput();
        await using (standardInput.ConfigureAwait(false))
        {
            await standardInput.CopyToAsync(input).ConfigureAwait(false);
        }

        var request = ToolRequest.Parse(input.ToArray());
        var isOffered = source.Config.Tools.Offers(request.Tool);
        var verdict = new RuleBook(source.Config.Rules, new CommittedTools(source.Folder.CatalogFile)).Judge(request);
        var judgement = PlainJson.Write(writer => Write(writer, request, verdict, isOffered), isIndented: true);
        StandardStreams.Write([.. judgement.Span, (byte)'\n']);
        return (int)ExitCode.Success;
    }

    private static void Write(Utf8JsonWriter writer, ToolRequest request, RuleVerdict verdict, bool isOffered)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("request"u8);
        writer.WriteString("method"u8, CallMessage.ToolMethod);
        writer.WritePropertyName("params"u8);
        request.Params.WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteString("decision"u8, isOffered ? CallRule.Name(verdict.Decision) : "excluded by \"tools\"");
        writer.WriteString("rule"u8, verdict.Rule?.ToString());
        writer.WriteString("place"u8, verdict.Rule?.Place);
        if (!verdict.IsCertain)
        {
            writer.WriteBoolean("inDoubt"u8, true);
        }

        writer.WriteEndObject();
    }
}
