using System.CommandLine;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen script</c>: a C# program that calls tools of one skill or several, to start from.</summary>
internal static class ScriptCommand
{
    public static Command Create(CommandStreams streams)
    {
        var tools = new Argument<string[]>("tools")
        {
            Description = "SKILL:TOOL for each call, in their order. " + SkillChoice.Help,
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o") { Description = "The file to write; without it, the script is printed, for the current folder." };
        var command = new CommandWithExamples(
            "script",
            "Print a C# program that calls tools, to start from. A text of one skill's result is passed to the next skill's tool.",
            "mcpgen script notes:list-notes > notes.cs", "mcpgen script notes:list-notes mail:send -o tools/send.cs") { tools, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var calls = new List<ScriptCall>();
            foreach (var word in parsed.GetValue(tools)!)
            {
                calls.Add(await ReadAsync(word, cancellationToken).ConfigureAwait(false));
            }

            var file = parsed.GetValue(output) is { } named ? NewFile(named) : null;
            var text = Text(calls, Path.GetDirectoryName(file) ?? Environment.CurrentDirectory);
            if (file is null)
            {
                await streams.Results.WriteAsync(text).ConfigureAwait(false);
            }
            else
            {
                await File.WriteAllTextAsync(file, text, cancellationToken).ConfigureAwait(false);
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    /// <returns>Absolute.</returns>
    /// <exception cref="SkillException">Something is there already, or the folder cannot be made.</exception>
    private static string NewFile(string named)
    {
        var file = named.Length > 0 ? Path.GetFullPath(named) : throw Wrong("--output is ''; expected a file.");
        if (Path.Exists(file))
        {
            throw Wrong($"'{named}' exists, and may have been edited. Name another file, or remove it.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The folder of '{named}' cannot be made: {e.Message}", e);
        }
    }

    private static string Text(IReadOnlyList<ScriptCall> calls, string folder)
    {
        var examples = new List<CodeExample>();
        foreach (var (skill, tool, _, _) in calls.DistinctBy(static call => (call.Folder, call.Tool.Name.WireName)))
        {
            examples.Add(CodeExample.Of(skill, tool, examples));
        }

        var folders = calls.Select(static call => call.Folder).Distinct(StringComparer.Ordinal).Select(one => Path.GetRelativePath(folder, one));
        return ScriptText.Of(Newest(calls.Select(static call => call.PackageVersion)), [.. folders], examples.Select(static example => example.Statements));
    }

    private static async Task<ScriptCall> ReadAsync(string word, CancellationToken cancellationToken)
    {
        var colon = word.LastIndexOf(':');
        if (colon < 1)
        {
            throw Wrong($"'{word}' names no tool; expected SKILL:TOOL.");
        }

        var toolName = word[(colon + 1)..];
        var chosen = await SkillChoice.OneAsync(word[..colon], cancellationToken).ConfigureAwait(false);
        var name = new SkillName(chosen.Name);
        var json = await File.ReadAllTextAsync(new SkillFolder(chosen.Folder).CatalogFile, cancellationToken).ConfigureAwait(false);
        var (catalog, _) = CatalogParser.Parse(json);
        var (skill, _) = SkillReader.Read(catalog, name, "Skills");
        var tool = skill.Tools.FirstOrDefault(tool => tool.Name.CommandName == toolName || tool.Name.WireName == toolName)
            ?? throw Wrong($"The skill '{name}' has no tool '{toolName}'.{Suggestion.DidYouMean(toolName, skill.Tools.Select(static tool => tool.Name.CommandName))}");
        var project = Path.Combine(chosen.Folder, "executor", $"{name}.csproj");
        var version = File.Exists(project) ? ScriptText.PackageVersionIn(await File.ReadAllTextAsync(project, cancellationToken).ConfigureAwait(false)) : null;
        return new ScriptCall(name, tool, chosen.Folder, version
            ?? throw Wrong($"'{project}' does not reference the package McpSkillGen, whose version a script needs. Make the skill again: mcpgen sync {name}"));
    }

    // Skills of different versions are called by the newest.
    private static string Newest(IEnumerable<string> versions) =>
        versions.MaxBy(static version => (Version.TryParse(version.Split('-', '+')[0], out var number) ? number : new Version(), version))!;

    private static SkillException Wrong(string message) => new(ExitCode.WrongArguments, message);

    private sealed record ScriptCall(SkillName Skill, ToolModel Tool, string Folder, string PackageVersion);
}
