using McpSkillGen.Runtime.Arguments;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>logout</c>: forgets the login.</summary>
internal sealed class LogoutCommand : Command
{
    public override string Name => CommandNames.Logout;

    public override CommandHelp Help => new("logout [--json]", "forget the login, and tell the server if it can be told")
    {
        Flags = [GlobalFlags.Json.About("the outcome as a JSON object")],
        Examples = ["logout"],
        Notes = "Exit codes: 0 logged out, or there was no login.",
    };

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options) =>
        () => LoginRole.Run(skill.RequireFolder(), Name, options.Output.AsJson ? [GlobalFlags.Json.Name] : []);
}
