using System.Text;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>The default of a required argument. Nobody has to give it, and the server asks for it, so it is sent.</summary>
internal static class RequiredDefault
{
    /// <returns>The default as JSON; null if the argument is optional, has none, or does not allow its own.</returns>
    public static string? Of(ArgumentDefinition definition)
    {
        if (definition is not { IsRequired: true, DefaultJson: { } json }
            || !ForeignJson.TryParse(Encoding.UTF8.GetBytes(json), out var document, out _))
        {
            return null;
        }

        using (document)
        {
            return new ValueCheck([], new PatternBudget()).FitsWholly(definition, document.RootElement) ? json : null;
        }
    }

    /// <summary>Whether the argument must be given.</summary>
    public static bool IsNeeded(ArgumentDefinition definition) => definition.IsRequired && Of(definition) is null;
}
