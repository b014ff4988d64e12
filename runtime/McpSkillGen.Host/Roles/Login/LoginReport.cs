using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Roles.Login;

/// <summary>What <c>login</c> and <c>logout</c> print at their end.</summary>
/// <param name="Words">For people.</param>
/// <param name="Json">For programs.</param>
internal sealed record LoginReport(string Words, JsonObject Json)
{
    public void Print(bool asJson) => StandardStreams.Write(asJson
        ? [.. JsonTree.ToBytes(Json).Span, (byte)'\n']
        : Encoding.UTF8.GetBytes(Words + "\n"));
}
