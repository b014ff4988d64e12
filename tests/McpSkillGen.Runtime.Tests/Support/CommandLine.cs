using System.CommandLine;
using System.Text;
using McpSkillGen.Runtime.Arguments;

namespace McpSkillGen.Runtime.Tests.Support;

/// <summary>A tool's command line, taken apart as the executor does it.</summary>
internal sealed record CommandLine(string Json, IReadOnlyList<string> Problems, GlobalOptions Options)
{
    public static CommandLine Read(ToolDefinition tool, params string[] args)
    {
        var command = new Command(tool.CommandName);
        var options = GlobalOptions.AddTo(command);
        var flags = Flag.AddTo(command, tool);
        var parsed = FlagParser.Parse(command, options, args, out var problems);
        var json = new ArgumentBinder(parsed, problems).Bind(flags);
        return new CommandLine(Encoding.UTF8.GetString(json.Span), problems, options);
    }
}
