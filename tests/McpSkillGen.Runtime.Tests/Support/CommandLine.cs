using System.Text;
using McpSkillGen.Runtime.Arguments;

namespace McpSkillGen.Runtime.Tests.Support;

/// <summary>A tool's command line, taken apart as the executor does it.</summary>
internal sealed record CommandLine(string Json, IReadOnlyList<string> Problems, GlobalOptions Options, bool WantsHelp)
{
    public static CommandLine Read(ToolDefinition tool, params string[] args)
    {
        var flags = ToolFlag.Of(tool);
        var line = ParsedLine.Parse(tool.CommandName, [.. flags.SelectMany(static flag => flag.WithProperties())], args, takesWords: false);
        var options = GlobalOptions.Read(line);
        var json = new ArgumentBinder(line).Bind(flags);
        return new CommandLine(Encoding.UTF8.GetString(json.Span), line.Problems, options, line.Has(GlobalFlags.Help));
    }
}
