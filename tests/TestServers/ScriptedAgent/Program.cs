using System.Text.Json;
using McpSkillGen.Extensions.AI;
using McpSkillGen.Runtime;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using ScriptedAgent;
using Skills;

// The skill's folder is the only argument.
await using var services = new ServiceCollection().AddMcpSkill<NotesSkill>(new SkillClientOptions { SkillFolder = args[0] }).BuildServiceProvider();
var model = new ScriptedModel(("add_note", new() { ["text"] = "Buy oat milk", ["tags"] = JsonElement.Parse("""["shop"]""") }), ("list_notes", []));
using var chat = model.AsBuilder().UseFunctionInvocation().Build();
var answer = await chat.GetResponseAsync("Remind me.", new ChatOptions { Tools = [.. services.GetRequiredService<NotesSkill>().AsAIFunctions()] });
Console.WriteLine(answer.Text);
