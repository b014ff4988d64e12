using System.Text;

namespace McpSkillGen.Runtime.Text;

/// <summary>A C# program of one file that <c>dotnet run</c> starts: calls of tools, put together from the statements of each.</summary>
internal static class ScriptText
{
    /// <summary>What a page of references/csharp/ has before the statements that call its tool.</summary>
    public const string Fence = "```csharp";

    /// <summary>How statements begin that connect to a skill. A script needs them once.</summary>
    public const string Connect = "await using var ";

    private const string PackageReference = "Include=\"McpSkillGen\" Version=\"";

    /// <summary>The whole program.</summary>
    /// <param name="packageVersion">The version of the package McpSkillGen.</param>
    /// <param name="skillFolders">Absolute, or relative to the script's folder.</param>
    /// <param name="calls">The statements of each call.</param>
    public static string Of(string packageVersion, string[] skillFolders, IEnumerable<string> calls)
    {
        var text = new StringBuilder(
            $"""
            // Run: dotnet run FILE.cs. The package is in your store after the first call of the skill.
            #:package McpSkillGen@{packageVersion}
            #:property McpSkills={string.Join(';', Array.ConvertAll(skillFolders, Escaped))}
            #:property LocalData=$([System.Environment]::GetFolderPath(SpecialFolder.LocalApplicationData))
            #:property McpSkillStore=$([MSBuild]::ValueOrDefault('$(MCP_SKILL_STORE_DIR)', '$(LocalData)/mcp-skill'))
            #:property RestoreAdditionalProjectSources=$(McpSkillStore)/packages
            #:property ManagePackageVersionsCentrally=false

            using System.Text.Json;
            using McpSkillGen.Runtime;
            using Skills;

            try
            {"{"}

            """);
        var clients = new List<string>();
        foreach (var call in calls)
        {
            text.Append(text[^2] is '{' ? "" : "\n");
            foreach (var line in call.Split('\n'))
            {
                if (line.StartsWith(Connect, StringComparison.Ordinal))
                {
                    if (clients.Contains(line))
                    {
                        continue;
                    }

                    clients.Add(line);
                }

                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.Append(
            """

                // A result also has Images, Audio, Resources, ResourceLinks, Content, StructuredContent and Json.
                return 0;
            }
            catch (ToolResultException e)
            {
                // The tool reported an error, or its result does not match its schema.
                Console.Error.WriteLine(e.Message);
                return 1;
            }
            catch (SkillException e)
            {
                // There is no result: 2 wrong arguments, 3 setup, 4 no server, 5 timed out, 6 may have run, 7 not permitted.
                Console.Error.WriteLine(e.Message);
                return (int)e.ExitCode;
            }

            """).ToString();
    }

    /// <summary>The statements in a page of references/csharp/.</summary>
    /// <returns>Null if there are none.</returns>
    public static string? CallIn(string page)
    {
        var lines = page.ReplaceLineEndings("\n").Split('\n');
        var start = Array.IndexOf(lines, Fence) + 1;
        var end = start == 0 ? -1 : Array.IndexOf(lines, Fence[..3], start);
        return end < 0 ? null : string.Join('\n', lines[start..end]);
    }

    /// <summary>The version of the package that a skill's project is built with.</summary>
    /// <returns>Null if it names none.</returns>
    public static string? PackageVersionIn(string project)
    {
        var start = project.IndexOf(PackageReference, StringComparison.Ordinal) + PackageReference.Length;
        var end = start < PackageReference.Length ? -1 : project.IndexOf('"', start);
        return end < 0 ? null : project[start..end];
    }

    // As MSBuild takes it for one path of a list.
    private static string Escaped(string path) => path.Replace('\\', '/')
        .Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace("$", "%24", StringComparison.Ordinal);
}
