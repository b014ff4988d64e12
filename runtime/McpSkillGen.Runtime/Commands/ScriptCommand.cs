using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>script TOOL…</c>: a C# program that calls tools, to start from; its statements are those of the tools' pages.</summary>
internal sealed class ScriptCommand : Command
{
    public override string Name => CommandNames.Script;

    public override CommandHelp Help => new("script TOOL…", "print a C# program that calls tools, to start from")
    {
        Flags = [],
        Notes = "Save it in the current folder, and run it: dotnet run FILE.cs",
    };

    public override bool TakesWords => true;

    protected override string SeeAlso(Skill skill) => $"{skill.Name} list";

    protected override IEnumerable<HelpRow> CompleteWord(SkillDefinition definition, string[] before) => CommandTable.Tools(definition);

    protected override Func<ExitCode> Read(Skill skill, ParsedLine line, GlobalOptions options)
    {
        if (line.Words.Count == 0)
        {
            line.Problems.Add($"script takes one tool or several: {skill.Name} script TOOL…");
        }

        var folder = skill.RequireFolder().Root;
        return () =>
        {
            var calls = new List<string>();
            foreach (var word in line.Words)
            {
                var tool = skill.RequireTool(word).CommandName;
                var page = Path.Combine(folder, "references", "csharp", tool + ".md");
                var call = ScriptText.CallIn(TextOf(page)) ?? throw Missing(page, $"{ScriptText.Fence} block");
                if (!calls.Contains(call))
                {
                    calls.Add(call);
                }
            }

            var project = Path.Combine(folder, "executor", skill.Name + ".csproj");
            var version = ScriptText.PackageVersionIn(TextOf(project)) ?? throw Missing(project, "package McpSkillGen");
            return Print(ScriptText.Of(version, [Path.GetRelativePath(Environment.CurrentDirectory, folder)], calls));
        };
    }

    private static string TextOf(string file) => File.Exists(file) ? File.ReadAllText(file) : "";

    private static SkillException Missing(string file, string what) =>
        new(ExitCode.WrongEnvironment, $"'{file}' has no {what}, which the script is made from. Make the skill's pages again: mcpgen sync");
}
