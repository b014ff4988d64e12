using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Installing;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Commands;

/// <summary>What <c>install</c> and <c>uninstall</c> share: for which agents, where, and how the outcome is shown.</summary>
internal sealed class InstallTarget
{
    private readonly Option<string[]> _agent = new("--agent", "-a")
    {
        Description = $"The agent whose folder is used. Repeatable. One of {string.Join(", ", Agents.Keys)}.",
        HelpName = "AGENT",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _scope = new("--scope")
    {
        Description = "\"project\" (the root of the current repository, or else the current folder) or \"user\".",
        HelpName = "SCOPE",
        DefaultValueFactory = static _ => "project",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print an array of what was done, one entry for each place." };

    public InstallTarget(Command command)
    {
        command.Add(_agent.Among(Agents.Keys));
        command.Add(_scope.Among(["project", "user"]));
        command.Add(_json);
    }

    public bool AsJson(ParseResult parsed) => parsed.GetValue(_json);

    public IReadOnlyList<InstallPlace> Places(ParseResult parsed, string skill) =>
        InstallPlace.For(skill, parsed.GetValue(_agent) ?? [], Scope(parsed), Agents.OfThisUser(), ProjectRoot);

    public IEnumerable<InstallPlace> LinksTo(IReadOnlyList<InstallPlace> places, ParseResult parsed, string skill) =>
        InstallPlace.LinksTo(places, skill, Scope(parsed), Agents.OfThisUser(), ProjectRoot);

    public void Show(IReadOnlyList<PlaceOutcome> outcomes, ParseResult parsed, TextWriter output)
    {
        if (AsJson(parsed))
        {
            JsonOutput.Write(output, outcomes.Select(static outcome => new { path = outcome.Path, outcome = outcome.Outcome, agents = outcome.Agents }));
            return;
        }

        foreach (var outcome in outcomes)
        {
            output.Write($"{outcome.Outcome,-9}  {ShortPath.Of(outcome.Path)}\n");
        }
    }

    private static string ProjectRoot => WorkspaceRoot.Of(Environment.CurrentDirectory);

    private SkillScope Scope(ParseResult parsed) => parsed.GetValue(_scope) is "user" ? SkillScope.User : SkillScope.Project;
}
