using McpSkillGen.Host;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Host.Instances;
using McpSkillGen.Host.Introspection;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Serving;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

// What is started from here on ends with us, as under the guard elsewhere.
using var job = OperatingSystem.IsWindows() ? WindowsJob.ContainThisProcess() : null;

switch (HostCommand.Parse(args))
{
    case HostCommand.Serve serve:
        return await ServeCommand.RunAsync(new SkillFolder(serve.SkillFolder), serve.Workspace, serve.ExecutorFile, serve.IsStdio).ConfigureAwait(false);

    case HostCommand.Introspect introspect:
        return await IntrospectCommand.RunAsync(introspect.ConfigFile, introspect.LoginCommand).ConfigureAwait(false);

    case HostCommand.Login login:
        return await LoginCommand.LogInAsync(login).ConfigureAwait(false);

    case HostCommand.Logout logout:
        return await LoginCommand.LogOutAsync(logout).ConfigureAwait(false);

    case HostCommand.Hosts:
        return await HostsCommand.RunAsync().ConfigureAwait(false);

    case HostCommand.Stop stop:
        return await StopCommand.RunAsync(stop.Ids, stop.Force).ConfigureAwait(false);

    case HostCommand.Logs logs:
        return LogsCommand.Run(logs.Id, logs.Count, logs.ToolName, logs.Follow, logs.AsJson);

    case HostCommand.Guard guard when !OperatingSystem.IsWindows():
        return GuardCommand.Run(guard.HostId, guard.Folder, guard.Command);

    case HostCommand.Help { Problem: null }:
        Console.WriteLine(HostCommand.Usage);
        return (int)ExitCode.Success;

    case HostCommand.Help { Problem: var problem }:
        Console.Error.WriteLine($"{problem}\n\n{HostCommand.Usage}");
        return (int)ExitCode.WrongArguments;

    default:
        Console.Error.WriteLine("On Windows the host guards its server itself.");
        return (int)ExitCode.WrongArguments;
}
