using McpSkillGen.Cli.Commands;
using McpSkillGen.Cli.Display;

var display = StageDisplay.On(Console.Error, isTerminal: !Console.IsErrorRedirected);
return await CommandLine.RunAsync(args, new CommandStreams(Console.Out, display)).ConfigureAwait(false);
