using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// <c>login</c> and <c>logout</c>: run by a role of the host's, because an executor links no HTTP. A host that keeps the
/// server alive finds the new login by itself.
/// </summary>
internal static class LoginCommands
{
    public static readonly string[] Names = ["login", "logout"];

    private static readonly HelpRow[] LoginFlags =
    [
        new("--no-browser", "only print the address to open"),
        new("--force", "log in although you are logged in"),
        new("--timeout SECONDS", "how long to wait for you, 300 (exit code 5)"),
    ];

    /// <param name="definition">The skill.</param>
    /// <param name="requireFolder">Its folder; throws where there is none.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="args">What follows the command.</param>
    public static ExitCode Run(SkillDefinition definition, Func<SkillFolder> requireFolder, string name, string[] args)
    {
        var command = new Command(name);
        var options = GlobalOptions.AddTo(command);
        var noBrowser = GlobalOptions.Flag("--no-browser");
        var force = GlobalOptions.Flag("--force");
        if (name is "login")
        {
            command.Options.Add(noBrowser);
            command.Options.Add(force);
        }

        var parsed = FlagParser.Parse(command, options, args, out var problems);
        if (options.WantsHelp)
        {
            StandardStreams.Write(Encoding.UTF8.GetBytes(Help(definition.Name, name)));
            return ExitCode.Success;
        }

        if (problems.Count > 0)
        {
            throw new SkillException(ExitCode.WrongArguments, $"{string.Join('\n', problems)}\nSee: {definition.Name} {name} --help");
        }

        var folder = requireFolder();
        List<string> arguments = [name, "--skill", folder.Root, "--until-input-ends"];
        AddIf(parsed.GetResult(noBrowser) is not null, "--no-browser");
        AddIf(parsed.GetResult(force) is not null, "--force");
        AddIf(options.Output.AsJson, "--json");
        if (name is "login" && options.Timeout is { } timeout)
        {
            arguments.AddRange(["--timeout", timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)]);
        }

        return RunRole(folder, arguments);

        void AddIf(bool isGiven, string flag)
        {
            if (isGiven)
            {
                arguments.Add(flag);
            }
        }
    }

    private static ExitCode RunRole(SkillFolder folder, List<string> arguments)
    {
        var program = HostProgram.Of(folder);
        var start = program.StartInfo(arguments);

        // Its other end is ours: when we are killed, the role gives up with us.
        start.RedirectStandardInput = true;
        if (!OperatingSystem.IsWindows())
        {
            StandardDescriptors.OccupyClosed();
        }

        InheritedDescriptors.KeepFromChildren();
        try
        {
            using var role = Process.Start(start)!;
            role.WaitForExit();
            return (ExitCode)role.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The host '{program.File}' could not be started: {e.Message}. Publish the skill again: dotnet publish {Path.Combine(folder.Root, "executor")}",
                e);
        }
    }

    private static string Help(string skill, string name)
    {
        var text = new StringBuilder(name is "login"
            ? $"{skill} login: opens the server's login in your browser, or prints its address where there is none, and waits until you are done.\n\nUsage: {skill} login [--no-browser] [--force] [--timeout SECONDS] [--json]\n\nFlags:\n"
            : $"{skill} logout: forgets the login, and tells the server where it can be told.\n\nUsage: {skill} logout [--json]\n\nFlags:\n");
        HelpText.AppendRows(text, [.. name is "login" ? LoginFlags : [], new("--json", "the outcome as a JSON object")]);
        text.Append(CultureInfo.InvariantCulture, $"\nExamples:\n  {skill} {name}\n");
        return text.Append(name is "login"
            ? $"  {skill} login --no-browser --timeout 600\n\nThe login is kept for you alone, for every skill of this server, and renewed by itself. Exit codes: 0 logged in,\n2 there is nothing to log in to, 4 the login failed, 5 nobody logged in in time.\n"
            : "\nExit codes: 0 logged out, or there was no login.\n").ToString();
    }
}
