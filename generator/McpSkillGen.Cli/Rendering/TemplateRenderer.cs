using Scriban;
using Scriban.Runtime;

namespace McpSkillGen.Cli.Rendering;

/// <summary>Renders one of the templates in <c>templates/skill/</c>, which are part of this assembly.</summary>
internal static class TemplateRenderer
{
    // Scriban counts all nested loops together. The largest known catalog has 300 tools with 5,000 flags.
    private const int LoopLimit = 1_000_000;

    /// <param name="name">The template's file name without <c>.scriban</c>.</param>
    /// <param name="values">What it may use. Anything else is an error.</param>
    public static string Render(string name, ScriptObject values)
    {
        var template = Template.Parse(Read($"{name}.scriban"), name);
        if (template.HasErrors)
        {
            throw new InvalidOperationException($"The template '{name}' has errors: {template.Messages}");
        }

        // The templates are fixed, the values are not ours: load no file, guess no member, and fail if something is missing.
        var context = new TemplateContext
        {
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            EnableRelaxedTargetAccess = false,
            LoopLimit = LoopLimit,
            LimitToString = 0,
            NewLine = "\n",
        };
        context.PushGlobal(values);
        return template.Render(context).ReplaceLineEndings("\n");
    }

    private static string Read(string resource)
    {
        using var stream = typeof(TemplateRenderer).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no template '{resource}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
