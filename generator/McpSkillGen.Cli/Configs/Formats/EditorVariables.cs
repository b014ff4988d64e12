using System.Text.RegularExpressions;
using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// The variables of editors: those that have a meaning without one become ours, the others are told. <c>${env:NAME}</c> is
/// ours under another spelling, <c>{env:NAME}</c> too.
/// </summary>
internal static partial class EditorVariables
{
    private static readonly string[] FilledInByEditors =
        ["workspaceFolder", "workspaceFolderBasename", "workspaceRoot", "cwd", "file", "fileDirname", "selectedText"];

    /// <summary>Tells of every variable in a server that only an editor can fill in.</summary>
    /// <param name="server">All of its texts are looked at.</param>
    /// <param name="reader">Where it is told.</param>
    /// <param name="prompts">What the file says of its <c>${input:…}</c>; null where it says nothing.</param>
    /// <param name="workspace">What <c>${workspaceFolder}</c> is, where the file's own place tells.</param>
    public static void TellUnknown(FileValue server, TableReader reader, FileValue.List? prompts, string? workspace)
    {
        foreach (var text in Texts(server))
        {
            foreach (Match found in Reference().Matches(text.Value))
            {
                var place = text.Place.Right(1 + found.Index);
                var name = found.Groups["name"].Value;
                if (name.StartsWith("input:", StringComparison.Ordinal))
                {
                    TellPrompt(reader, place, name, prompts);
                }
                else if (name.StartsWith("command:", StringComparison.Ordinal) || name.StartsWith("config:", StringComparison.Ordinal)
                    || (FilledInByEditors.Contains(name) && !(workspace is not null && name is "workspaceFolder" or "workspaceRoot")))
                {
                    reader.Tell(isError: true, place, $"\"${{{name}}}\" is filled in by an editor, which is not there when an executor runs. Write the path itself, or an environment variable.");
                }
            }

            if (FileReference().Match(text.Value) is { Success: true } file)
            {
                reader.Tell(isError: true, text.Place.Right(1 + file.Index), $"\"{file.Value}\" is read by OpenCode, which is not there when an executor runs. Write ${{NAME}} and set the variable NAME.");
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

    /// <summary>A text of a program that knows no variables: what looks like one of ours is none.</summary>
    public static string Literally(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private static void TellPrompt(TableReader reader, FilePlace place, string name, FileValue.List? prompts)
    {
        var id = name["input:".Length..];
        var variable = VariableFor(id);
        var prompt = prompts?.Items.OfType<FileValue.Table>().FirstOrDefault(item => item.TextAt("id") == id);
        var asked = prompt?.TextAt("description") is { Length: > 0 } description ? $" (\"{description}\")" : "";
        reader.Tell(isError: true, place, $"\"${{{name}}}\" is a question that VS Code asks{asked}; an executor never asks. Write ${{{variable}}} and set the environment variable {variable}.");
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
