using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Installing;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen install</c> and <c>uninstall</c>: skills where agents look for them.</summary>
internal static class InstallCommands
{
    public static Command CreateInstall(TextWriter output, StageDisplay display)
    {
        var skill = new Argument<string>("skill") { Description = SkillChoice.Help };
        var (agent, scope, json) = (AgentOption(), ScopeOption(), JsonOption());
        var link = new Option<bool>("--link") { Description = "Link to the skill's folder in place of copying it: changes are seen at once." };
        var force = new Option<bool>("--force") { Description = "Replace what is there even if it is not the same skill." };
        var command = new ExemplifiedCommand(
            "install",
            "Put a skill where agents find it: without --agent into .agents/skills, with a link in .claude/skills.",
            "mcpgen install skills/notes", "mcpgen install skills/notes --agent claude --agent copilot", "mcpgen install skills/notes --scope user", "mcpgen install skills/notes --agent cursor --link")
        { skill, agent, scope, link, force, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = await SkillChoice.OneAsync(parsed.GetValue(skill)!, cancellationToken).ConfigureAwait(false);
            if (!chosen.HasExecutor)
            {
                throw new SkillException(ExitCode.WrongEnvironment, $"The skill '{chosen.Name}' has no executor yet. Build it: dotnet publish {Path.Combine(chosen.Folder, "executor")}");
            }

            var places = Places(chosen.Name, parsed.GetValue(agent), parsed.GetValue(scope));
            places = parsed.GetValue(link) ? [.. places.Select(place => place with { LinkTo = chosen.Folder })] : places;
            var outcomes = await new SkillInstaller(parsed.GetValue(force), SkillHosts.StopAsync).InstallAsync(chosen, places, cancellationToken).ConfigureAwait(false);
            Tell(outcomes, parsed.GetValue(json), output);
            if (!parsed.GetValue(json) && !parsed.GetValue(link) && File.Exists(new SkillFolder(chosen.Folder).SecretsFile))
            {
                display.Note("Its .env was copied too, readable by you alone; the skill's .gitignore leaves it out.");
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    public static Command CreateUninstall(TextWriter output)
    {
        var name = new Argument<string>("name") { Description = "The skill's name." };
        var (agent, scope, json) = (AgentOption(), ScopeOption(), JsonOption());
        var force = new Option<bool>("--force") { Description = "Remove it even if mcpgen did not make it." };
        var command = new ExemplifiedCommand(
            "uninstall", "Take an installed skill away; its host is stopped first. A link is removed, and what it leads to is kept.",
            "mcpgen uninstall notes", "mcpgen uninstall notes --agent claude", "mcpgen uninstall notes --scope user") { name, agent, scope, force, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var word = parsed.GetValue(name)!;
            if (word is "." or ".." || word.AsSpan().ContainsAny('/', '\\'))
            {
                throw new SkillException(ExitCode.WrongArguments, $"'{word}' is a path; expected the name of an installed skill. See: mcpgen list");
            }

            var places = Places(word, parsed.GetValue(agent), parsed.GetValue(scope));
            places = [.. places, .. InstallPlace.LinksTo(places, word, ScopeOf(parsed.GetValue(scope)), Agents.OfThisUser(), WorkspaceRoot.Of(Environment.CurrentDirectory))];
            var outcomes = await new SkillInstaller(parsed.GetValue(force), SkillHosts.StopAsync).UninstallAsync(word, places, cancellationToken).ConfigureAwait(false);
            if (outcomes.Count == 0)
            {
                throw new SkillException(
                    ExitCode.WrongArguments, $"'{word}' is not installed at {string.Join(" or ", places.Select(static place => ShortPath.Of(place.Path)))}. See: mcpgen list");
            }

            Tell(outcomes, parsed.GetValue(json), output);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static IReadOnlyList<InstallPlace> Places(string name, string[]? keys, string? scope) => InstallPlace.For(
        name, keys ?? [], ScopeOf(scope), Agents.OfThisUser(), WorkspaceRoot.Of(Environment.CurrentDirectory));

    private static SkillScope ScopeOf(string? word) => word is "user" ? SkillScope.User : SkillScope.Project;

    private static Option<string[]> AgentOption()
    {
        var agent = new Option<string[]>("--agent", "-a") { Description = $"For whom; may be repeated: {string.Join(", ", Agents.Keys)}.", HelpName = "AGENT", AllowMultipleArgumentsPerToken = true };
        agent.AcceptOnlyFromAmong([.. Agents.Keys]);
        return agent;
    }

    private static Option<string?> ScopeOption()
    {
        var scope = new Option<string?>("--scope") { Description = "\"project\" (the root of the repository that you are in, else the current folder) or \"user\".", HelpName = "SCOPE", DefaultValueFactory = static _ => "project" };
        scope.AcceptOnlyFromAmong("project", "user");
        return scope;
    }

    private static Option<bool> JsonOption() => new("--json") { Description = "An array of what was done, a place each." };

    private static void Tell(IReadOnlyList<PlaceOutcome> outcomes, bool asJson, TextWriter output)
    {
        if (!asJson)
        {
            foreach (var outcome in outcomes)
            {
                output.Write($"{outcome.Outcome,-9}  {ShortPath.Of(outcome.Path)}\n");
            }

            return;
        }

        output.Write(JsonLines.Of(writer =>
        {
            writer.WriteStartArray();
            foreach (var outcome in outcomes)
            {
                writer.WriteStartObject();
                writer.WriteString("path", outcome.Path);
                writer.WriteString("outcome", outcome.Outcome);
                writer.WriteStartArray("agents");
                foreach (var key in outcome.Agents)
                {
                    writer.WriteStringValue(key);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }));
    }
}
