using System.Text.RegularExpressions;
using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// The variables of editors. Those that make sense without an editor become ours, the others are reported.
/// <c>${env:NAME}</c> and <c>{env:NAME}</c> are other spellings of ours.
/// </summary>
internal static partial class EditorVariables
{
    private static readonly string[] FilledInByEditors =
        ["workspaceFolder", "workspaceFolderBasename", "workspaceRoot", "cwd", "file", "fileDirname", "selectedText"];

    /// <summary>Reports every variable in a server that only an editor can fill in.</summary>
    /// <param name="server">All of its strings are checked.</param>
    /// <param name="reader">Where to report.</param>
    /// <param name="prompts">What the file says about its <c>${input:…}</c>; may be null.</param>
    /// <param name="workspace">What <c>${workspaceFolder}</c> is; null if the file's place does not say.</param>
    public static void ReportUnknown(FileValue server, TableReader reader, FileValue.List? prompts, string? workspace)
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
                else if (name.StartsWith("command:", StringComparison.Ordinal) || name.StartsWith("config:", StringComparison.Ordinal)
                    || (FilledInByEditors.Contains(name) && !(workspace is not null && name is "workspaceFolder" or "workspaceRoot")))
                {
                    reader.Report(isError: true, place, $"\"${{{name}}}\" is filled in by an editor, and there is none when an executor runs. Write the path itself, or an environment variable.");
                }
            }

            if (FileReference().Match(text.Value) is { Success: true } file)
            {
                reader.Report(isError: true, text.Place.Right(1 + file.Index), $"\"{file.Value}\" is read by OpenCode, which does not run with an executor. Write ${{NAME}} and set the variable NAME.");
            }
        }
    }

    /// <summary>The config with our own spelling of variables.</summary>
    public static SkillConfig WithOurs(SkillConfig config, string? workspace)
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

        string? Ours(string? text) => text is null ? null : OtherSpelling().Replace(text, static match => $"${{{match.Groups["name"].Value}}}")
            .Replace("${workspaceFolder}", workspace ?? "${workspaceFolder}", StringComparison.Ordinal)
            .Replace("${workspaceRoot}", workspace ?? "${workspaceRoot}", StringComparison.Ordinal)
            .Replace("${userHome}", OperatingSystem.IsWindows() ? "${USERPROFILE}" : "${HOME}", StringComparison.Ordinal)
            .Replace("${pathSeparator}", Path.DirectorySeparatorChar.ToString(), StringComparison.Ordinal)
            .Replace("${/}", Path.DirectorySeparatorChar.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A text of a program without variables: what looks like one of ours is plain text.</summary>
    public static string Literally(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

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
        FileValue.Table table => table.Members.SelectMany(static member => Texts(member.Value)),
        _ => [],
    };

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[^}""]+)\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\{file:[^}]*\}")]
    private static partial Regex FileReference();

    [GeneratedRegex(@"(?:\$\{env:|(?<!\$)\{env:)(?<name>[A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex OtherSpelling();
}
