using System.CommandLine;
using System.Text.Json;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen list</c>: the skills on this machine, and who sees them.</summary>
internal static class ListCommand
{
    public static Command Create(TextWriter output)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Also the skills that mcpgen did not make." };
        var json = new Option<bool>("--json") { Description = "An array with everything that is known of each skill." };
        var command = new ExemplifiedCommand(
            "list",
            "Show the skills here, in this project and of your own: their servers, their hosts, and the agents that see them.",
            "mcpgen list", "mcpgen list --all", "mcpgen list --json") { all, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var instances = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var found = SkillSearch.Here().FindAll(instances.Select(static instance => instance.Skill).OfType<string>());
            var shown = found.Where(skill => skill.Skill.IsOurs || parsed.GetValue(all)).ToArray();
            if (parsed.GetValue(json))
            {
                output.Write(JsonLines.Of(writer => WriteAll(writer, shown, instances)));
            }
            else if (shown.Length > 0)
            {
                SkillTable.Write(shown, instances, output);
            }
            else
            {
                output.Write($"No skill of mcpgen's is here, in this project or among your own.{(found.Count > 0 ? $" {HumanText.Count(found.Count, "other skill")}: mcpgen list --all" : "")}\n");
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void WriteAll(Utf8JsonWriter writer, FoundSkill[] shown, IReadOnlyList<SkillInstance> instances)
    {
        writer.WriteStartArray();
        foreach (var (skill, places, agents) in shown)
        {
            writer.WriteStartObject();
            writer.WriteString("name", skill.Name);
            writer.WriteString("folder", skill.Folder);
            writer.WriteBoolean("ours", skill.IsOurs);
            writer.WriteString("server", skill.Server);
            writer.WriteString("serverVersion", skill.ServerVersion);
            WriteNumber(writer, "tools", skill.ToolCount);
            writer.WriteNumber("bytes", skill.CountBytes());
            WriteTexts(writer, "places", places);
            WriteTexts(writer, "agents", agents);
            writer.WriteStartArray("hosts");
            foreach (var instance in instances.Where(instance => instance.IsRunning && instance.Skill == skill.Folder))
            {
                writer.WriteRawValue(instance.Json);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? number)
    {
        writer.WritePropertyName(name);
        if (number is { } known)
        {
            writer.WriteNumberValue(known);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
