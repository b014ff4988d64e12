using System.Text;

namespace McpSkillGen.Schema.Naming;

/// <summary>All names of a tool.</summary>
/// <param name="WireName">As the server spells it.</param>
/// <param name="CommandName">The executor's command.</param>
/// <param name="Identifier">The stem of its C# names: <c>GetSum</c> of <c>GetSumAsync</c> and <c>GetSumArguments</c>.</param>
/// <param name="FileStem">The stem of its file's name: ASCII, and unique even if case is ignored.</param>
internal sealed record ToolName(string WireName, string CommandName, string Identifier, string FileStem)
{
    // SkillClient has CallToolAsync and DisposeAsync, which a tool with this name would hide or overload.
    private static readonly string[] ReservedIdentifiers = ["CallTool", "Dispose"];

    public string Method => Identifier + "Async";

    public string ArgumentsType => Identifier + "Arguments";

    public string ResultType => Identifier + "Result";

    /// <summary>Names for all tools of a skill, in their order.</summary>
    public static IReadOnlyList<ToolName> ForAll(IReadOnlyList<string> wireNames)
    {
        var commands = CommandLineName.Commands(wireNames);
        var identifiers = new NameScope("", StringComparer.Ordinal).Reserve(ReservedIdentifiers);
        var files = new NameScope("_", StringComparer.OrdinalIgnoreCase);
        return wireNames.Select((wireName, i) => Name(wireName, commands[i])).ToList();

        ToolName Name(string wireName, string command)
        {
            var wanted = CSharpName.Identifier(wireName);
            var identifier = identifiers.Claim(ReservedIdentifiers.Contains(wanted) ? wanted + "Tool" : wanted);
            return new ToolName(wireName, command, identifier, files.Claim(Ascii(identifier)));
        }
    }

    private static string Ascii(string identifier)
    {
        var ascii = new StringBuilder();
        foreach (var c in identifier)
        {
            ascii.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') ? c : '_');
        }

        return ascii.ToString();
    }
}
