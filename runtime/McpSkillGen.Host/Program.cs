using McpSkillGen.Host;
using McpSkillGen.Host.Processes;

// On Windows, whatever is started from here on ends with this process. Elsewhere the guard sees to that.
using var job = OperatingSystem.IsWindows() ? WindowsJob.ContainThisProcess() : null;

return await HostCommand.RunAsync(args).ConfigureAwait(false);
