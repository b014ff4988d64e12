using System.Globalization;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>login</c>: lets a person log in to the server.</summary>
internal sealed class LoginCommand : Command
{
    private static readonly Flag NoBrowser = new("--no-browser", null, "only print the address to open");
    private static readonly Flag Device = new("--device", null, "show a code to type on another device, which needs no browser here");
    private static readonly Flag Paste = new("--paste", null, "the browser is elsewhere: read the address that it ends at from standard input");
    private static readonly Flag Force = new("--force", null, "log in even if you are logged in");

    public override string Name => CommandNames.Login;

    public override CommandHelp Help => new("login [--no-browser] [--device | --paste] [--force] [--timeout SECONDS] [--json]", "let a person log in to the server in a browser, if the server asks for that")
    {
        Flags = [GlobalFlags.Timeout.About("how long to wait for you [default: 300] (exit code 5)"), GlobalFlags.Json.About("the outcome as a JSON object")],
        Examples = ["login", "login --device", "login --no-browser --timeout 600"],
        Notes = """
            The login is stored for you alone, works for every skill of this server and account, and is renewed automatically.
            Exit codes: 0 logged in, 2 there is nothing to log in to, 4 the login failed, 5 nobody logged in in time.
            """,
    };

    public override IReadOnlyList<Flag> Flags => [NoBrowser, Device, Paste, Force];

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        if (line.Has(Device) && line.Has(Paste))
        {
            line.Problems.Add("--device and --paste exclude each other: a code needs no address.");
        }

        List<string> arguments = [.. Given(NoBrowser), .. Given(Device), .. Given(Paste), .. Given(Force), .. Given(GlobalFlags.Json)];
        if (options.Timeout is { } timeout)
        {
            arguments.AddRange([GlobalFlags.Timeout.Name, timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)]);
        }

        return () =>
        {
            var hasTypist = InputRelay.HasTypist;
            return LoginRole.Run(skill.RequireFolder(), Name, hasTypist ? [.. arguments, "--with-person"] : arguments, passesInput: hasTypist || line.Has(Paste));
        };

        string[] Given(Flag flag) => line.Has(flag) ? [flag.Name] : [];
    }
}
