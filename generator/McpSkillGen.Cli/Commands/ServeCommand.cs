using System.CommandLine;
using System.Globalization;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen serve</c>: one MCP endpoint for the servers of several skills.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandStreams streams)
    {
        _ = streams;
        var skills = new Argument<string[]>("skills") { Description = SkillChoice.Help, Arity = ArgumentArity.OneOrMore };
        var http = new Option<bool>("--http") { Description = "Listen on this machine instead of standard input and output. Clients need the token that is printed." };
        var port = new Option<int?>("--port") { Description = "The port to listen on. Without it, a free one.", HelpName = "N" };
        port.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number is < 1 or > 65535)
            {
                result.AddError($"'{token.Value}' is not a port; expected 1 to 65535.");
            }
        });
        var json = new Option<bool>("--json") { Description = "With --http: print address and token as JSON." };
        var command = new CommandWithExamples(
            "serve", "Be one MCP server in front of the servers that skills keep. Of several skills, tools and prompts are named SKILL__NAME.",
            "mcpgen serve notes", "mcpgen serve notes files", "mcpgen serve notes files --http --port 8123") { skills, http, port, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!parsed.GetValue(http) && (parsed.GetValue(port) is not null || parsed.GetValue(json)))
            {
                throw new SkillException(ExitCode.WrongArguments, "--port and --json need --http.");
            }

            var folders = new List<string>();
            foreach (var word in parsed.GetValue(skills)!)
            {
                folders.Add((await SkillChoice.OneAsync(word, cancellationToken).ConfigureAwait(false)).Folder);
            }

            return await HostRole.RunHereAsync(
                [
                    "mcp", "--skills", string.Join('\n', folders.Distinct(StringComparer.Ordinal)),
                    .. parsed.GetValue(http) ? ["--http", (parsed.GetValue(port) ?? 0).ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
                    .. parsed.GetValue(json) ? ["--json"] : Array.Empty<string>(),
                ],
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
