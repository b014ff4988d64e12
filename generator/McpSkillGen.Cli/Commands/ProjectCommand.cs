using System.CommandLine;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Rendering;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen project</c>: what the build targets of the package McpSkillGen run. Hidden, because nobody types it.</summary>
internal static class ProjectCommand
{
    public static Command Create(CommandStreams streams)
    {
        var command = new Command("project", "What a project's build runs.") { Hidden = true };
        command.Subcommands.Add(CreateCapture(streams.Results));
        command.Subcommands.Add(CreateTryCall(streams.Results));
        command.Subcommands.Add(CreateTemplate());
        return command;
    }

    private static Command CreateCapture(TextWriter output)
    {
        var build = new BuildOptions();
        var problem = new Option<string>("--problem") { Description = "The file to write the reason of a failure to, for the build to show.", Required = true };
        var command = new Command("capture", "Ask the server what it offers, and write the skill's pages.") { problem };
        build.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var config = Path.Combine(build.Folder(parsed), SkillFolder.ConfigFileName);
            try
            {
                var count = await build.Read(parsed).CaptureAsync(warning => output.WriteLine(warning.Line(config)), cancellationToken).ConfigureAwait(false);
                await output.WriteLineAsync($"McpSkillGen: the server has {count} tool{(count == 1 ? "" : "s")}; wrote SKILL.md, references and mcp-catalog.json.").ConfigureAwait(false);
                return (int)ExitCode.Success;
            }
            catch (SkillException e)
            {
                await File.WriteAllTextAsync(parsed.GetValue(problem)!, e.Message, CancellationToken.None).ConfigureAwait(false);
                return (int)e.ExitCode;
            }
        });
        return command;
    }

    private static Command CreateTryCall(TextWriter output)
    {
        var build = new BuildOptions();
        var command = new Command("try-call", "Try read-only calls, and show one that works in SKILL.md.");
        build.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = await build.Read(parsed).TryCallAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync(call is null
                ? "McpSkillGen: none of the read-only calls that were tried worked. SKILL.md shows none."
                : $"McpSkillGen: tried '{call}'. It works, and SKILL.md shows it.").ConfigureAwait(false);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command CreateTemplate()
    {
        var folder = new Argument<string>("folder") { Description = "The folder for the template's content." };
        var package = new Option<string>("--package") { Description = "The package McpSkillGen.", Required = true };
        var command = new Command("template", "Write the content of 'dotnet new mcp-skill'.") { folder, package };
        command.SetAction(parsed =>
            SkillFiles.Write(Path.GetFullPath(parsed.GetValue(folder)!), ProjectTemplate.Files(CarriedPackage.Read(parsed.GetValue(package)!))));
        return command;
    }

    private sealed class BuildOptions
    {
        private readonly Argument<string> _folder = new("skill") { Description = "The skill's folder." };
        private readonly Option<string> _name = new("--name") { Description = "The project's name.", Required = true };
        private readonly Option<string> _scratch = new("--scratch") { Description = "A folder for files that are being written.", Required = true };

        public void AddTo(Command command)
        {
            command.Arguments.Add(_folder);
            command.Options.Add(_name);
            command.Options.Add(_scratch);
        }

        public string Folder(ParseResult parsed) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(_folder)!));

        public FirstBuild Read(ParseResult parsed) =>
            new(Folder(parsed), parsed.GetValue(_name)!, Path.GetFullPath(parsed.GetValue(_scratch)!));
    }
}
