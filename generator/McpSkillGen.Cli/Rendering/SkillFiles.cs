using System.Text;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Planning;

namespace McpSkillGen.Cli.Rendering;

/// <summary>A skill's text files, by their path inside the skill's folder.</summary>
internal static class SkillFiles
{
    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Every file that is rendered from a template.</summary>
    public static IEnumerable<(string Path, string Text)> Render(SkillPlan plan) => [.. RenderPages(plan), .. RenderProject(plan)];

    /// <summary>What an agent reads: SKILL.md first, then the references.</summary>
    public static IEnumerable<(string Path, string Text)> RenderPages(SkillPlan plan)
    {
        yield return ("SKILL.md", TemplateRenderer.Render("SKILL.md", TemplateValues.Of(plan)));
        foreach (var tool in plan.Tools)
        {
            var values = TemplateValues.Of(plan, tool);
            yield return ($"references/{tool.Command}.md", TemplateRenderer.Render("reference.md", values));
            yield return ($"references/csharp/{tool.Command}.md", TemplateRenderer.Render("csharp.md", values));
        }
    }

    /// <summary>What the executor is built from. Of the server, it only depends on the skill's name.</summary>
    public static IEnumerable<(string Path, string Text)> RenderProject(SkillPlan plan)
    {
        var values = TemplateValues.Of(plan);
        yield return (".gitignore", TemplateRenderer.Render("gitignore", values));
        yield return (".gitattributes", TemplateRenderer.Render("gitattributes", values));
        yield return ($"scripts/{plan.Name}", TemplateRenderer.Render("launcher.sh", values));
        yield return ($"scripts/{plan.Name}.cmd", TemplateRenderer.Render("launcher.cmd", values).ReplaceLineEndings("\r\n"));
        yield return (ProjectFile(plan.Name), TemplateRenderer.Render("executor.csproj", values));
        yield return (ProgramFile, TemplateRenderer.Render("Program.cs", values));
        yield return ("executor/restore.proj", TemplateRenderer.Render("restore.proj", values));
        yield return ("executor/Directory.Build.props", TemplateRenderer.Render("Directory.Build.props", values));
        yield return ($"executor/{ConfigSchema.FileName}", ConfigSchema.Text);
    }

    public const string ProgramFile = "executor/Program.cs";

    public static string ProjectFile(string skillName) => $"executor/{skillName}.csproj";

    public static void Write(string folder, IEnumerable<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text, WithoutMark);
            if (text.StartsWith("#!", StringComparison.Ordinal))
            {
                MakeExecutable(file);
            }
        }
    }

    /// <summary>For those who may read it.</summary>
    public static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            // The bits for execution are two below those for reading.
            var mode = File.GetUnixFileMode(file);
            File.SetUnixFileMode(file, mode | (UnixFileMode)((int)(mode & (UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)) >> 2));
        }
    }
}
