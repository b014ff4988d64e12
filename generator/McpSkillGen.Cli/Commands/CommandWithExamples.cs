using System.CommandLine;
using System.CommandLine.Invocation;

namespace McpSkillGen.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class CommandWithExamples(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>The usual help, followed by the command's examples.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CommandWithExamples command)
        {
            parseResult.InvocationConfiguration.Output.Write($"Examples:\n{string.Concat(command.Examples.Select(static example => $"  {example}\n"))}\n");
        }

        return exitCode;
    }
}
