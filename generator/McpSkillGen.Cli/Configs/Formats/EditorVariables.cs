using System.Text.RegularExpressions;
using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// The variables of other programs. Those that mean an environment variable or a folder that we know become ours, the others
/// are reported.
/// </summary>
/// <param name="folders">The folders that they can mean.</param>
/// <param name="spelling">How the file's program writes variables.</param>
internal sealed partial class EditorVariables(KnownFolders folders, VariableSpelling spelling)
{
    private static readonly string[] OfProject = ["workspaceFolder", "workspaceRoot", "workspacePath"];

    private static readonly string[] OfExtension = ["CLAUDE_PLUGIN_ROOT", "extensionPath", "__dirname"];

    private static readonly string[] FilledInByEditors =
        [.. OfProject, "workspaceFolderBasename", "cwd", "file", "fileDirname", "relativeFile", "selectedText", "execPath", "CLAUDE_PLUGIN_DATA"];

    /// <summary>Names that the file itself declares as values of each user: LibreChat's <c>{{NAME}}</c>.</summary>
    public IReadOnlyList<string> UserValues { get; init; } = [];

    // What stands before the colon in a variable of somebody else's: "${command:pick}".
    private static readonly string[] OthersPrefixes = ["command:", "config:", "cmd:", "file:", "secret:"];

    /// <summary>Reports every variable in a server that only another program can fill in.</summary>
    /// <param name="server">All of its strings are checked.</param>
    /// <param name="reader">Where to report.</param>
    /// <param name="prompts">What the file says about its <c>${input:…}</c>; may be null.</param>
    public void ReportUnknown(FileValue server, TableReader reader, FileValue.List? prompts)
    {
        foreach (var text in Texts(server))
        {
            foreach (Match found in Reference().Matches(text.Value))
            {
                var place = text.Place.Right(1 + found.Index);
                var name = found.Groups["name"].Value;
                if (name.StartsWith("input:", StringComparison.Ordinal))
                {
                    ReportPrompt(reader, place, name, prompts);
                }
                else if (OthersPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
                    || (FilledInByEditors.Contains(name) && FolderOf(name) is null))
                {
                    reader.Report(isError: true, place, $"\"${{{name}}}\" is filled in by an editor, and there is none when an executor runs. Write the path itself, or an environment variable.");
                }
            }

            if (FileReference().Match(text.Value) is { Success: true } file)
            {
                reader.Report(isError: true, text.Place.Right(1 + file.Index), $"\"{file.Value}\" is read by OpenCode, which does not run with an executor. Write ${{NAME}} and set the variable NAME.");
            }

            if (Template().Match(text.Value) is { Success: true } template)
            {
                reader.Report(isError: true, text.Place.Right(1 + template.Index), $"\"{template.Value}\" is filled in by the program that this file is for. Write ${{NAME}} and set the variable NAME.");
            }

            if (spelling is VariableSpelling.Shell && ShellCommand().Match(text.Value) is { Success: true } command)
            {
                reader.Report(isError: true, text.Place.Right(1 + command.Index), $"\"{command.Value}\" is a command whose output the agent puts in. Write ${{NAME}} and set the variable NAME.");
            }
        }
    }

    /// <summary>The config with our own spelling of variables.</summary>
    public SkillConfig WithOurs(SkillConfig config)
    {
        return config with
        {
            Command = Ours(config.Command),
            Arguments = [.. config.Arguments.Select(argument => Ours(argument)!)],
            Environment = All(config.Environment),
            WorkingDirectory = Ours(config.WorkingDirectory),
            Url = Ours(config.Url),
            Headers = All(config.Headers),
            Authorization = config.Authorization.Map((_, text) => Ours(text)!),
        };

        Dictionary<string, string> All(IReadOnlyDictionary<string, string> map) =>
            map.ToDictionary(static pair => pair.Key, pair => Ours(pair.Value)!, StringComparer.Ordinal);
    }

    /// <summary>A text of a program without variables: what looks like one of ours is plain text.</summary>
    public static string Literally(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private string? Ours(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var named = UserValues.Aggregate(
            OtherSpelling().Replace(text, static match => $"${{{match.Groups["name"].Value}}}"),
            static (current, name) => current.Replace($"{{{{{name}}}}}", $"${{{name}}}", StringComparison.Ordinal));
        var braced = spelling is VariableSpelling.Shell ? Dollar().Replace(named, static match => $"${{{match.Groups["name"].Value}}}") : named;
        return Reference().Replace(braced, match => match.Groups["name"].Value switch
        {
            "userHome" => OperatingSystem.IsWindows() ? "${USERPROFILE}" : "${HOME}",
            "pathSeparator" or "/" => Path.DirectorySeparatorChar.ToString(),
            var name => FolderOf(name) is { } folder ? Literally(folder) : match.Value,
        });
    }

    private string? FolderOf(string name) => name switch
    {
        "CLAUDE_PROJECT_DIR" => folders.Base,
        _ when OfExtension.Contains(name) => folders.Extension,
        _ when OfProject.Contains(name) => folders.Project,
        _ => null,
    };

    private static void ReportPrompt(TableReader reader, FilePlace place, string name, FileValue.List? prompts)
    {
        var id = name["input:".Length..];
        var variable = VariableFor(id);
        var prompt = prompts?.Items.OfType<FileValue.Table>().FirstOrDefault(item => item.TextAt("id") == id);
        var asked = prompt?.TextAt("description") is { Length: > 0 } description ? $" (\"{description}\")" : "";
        reader.Report(isError: true, place, $"\"${{{name}}}\" is a question that VS Code asks{asked}, but an executor never asks. Write ${{{variable}}} and set the environment variable {variable}.");
    }

    private static string VariableFor(string words)
    {
        var name = string.Concat(words.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
        return name is [>= '0' and <= '9', ..] ? $"_{name}" : name;
    }

    private static IEnumerable<FileValue.Text> Texts(FileValue value) => value switch
    {
        FileValue.Text text => [text],
        FileValue.List list => list.Items.SelectMany(Texts),
        FileValue.Table table => table.Members.Where(static member => !CommentKey.Is(member.Key)).SelectMany(static member => Texts(member.Value)),
        _ => [],
    };

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[^}""]+)\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\{file:[^}]*\}")]
    private static partial Regex FileReference();

    // LibreChat's "{{LIBRECHAT_USER_ID}}" and Continue's "${{ inputs.KEY }}"; Continue's secrets are variables.
    [GeneratedRegex(@"\{\{\s*LIBRECHAT_\w+\s*\}\}|\$\{\{(?!\s*secrets\.)[^}]*\}\}")]
    private static partial Regex Template();

    [GeneratedRegex(@"\$\([^)]*\)")]
    private static partial Regex ShellCommand();

    [GeneratedRegex(
        """
        (?:\$\{env:|(?<!\$)\{env:)(?<name>[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?)\}
        | \$\{\{\s*secrets\.(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}
        | \$env:(?<name>[A-Za-z_][A-Za-z0-9_]*)
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex OtherSpelling();

    [GeneratedRegex(@"(?<!\$)\$(?<name>[A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Dollar();
}
