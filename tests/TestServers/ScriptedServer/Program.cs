using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.ScriptedServer;

// scripted-server SCRIPT    an MCP server on standard input and output that says what the script has, which is JSON of a Script.
var script = JsonSerializer.Deserialize<Script>(args[0])!;
await using var output = Console.OpenStandardOutput();
await Console.Error.WriteAsync(script.Complaint);
await WriteAsync(script.Banner);
using var input = new StreamReader(Console.OpenStandardInput());
while (await input.ReadLineAsync() is { } line)
{
    var message = JsonNode.Parse(line)!.AsObject();
    foreach (var text in script.Answer(message))
    {
        await WriteAsync(text + script.LineEnd);
    }

    if (script.EndsAfter is { } method && (string?)message["method"] == method)
    {
        return;
    }
}

async Task WriteAsync(string text)
{
    await output.WriteAsync(Encoding.UTF8.GetBytes(text));
    await output.FlushAsync();
}
