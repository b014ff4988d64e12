using McpSkillGen.Tests.Shared;

namespace RealServers;

/// <summary>Where everything lies.</summary>
/// <param name="Mcpgen">The program under test.</param>
/// <param name="Project">This project's folder.</param>
/// <param name="CSharpServers">The program of <c>CSharpServers</c>.</param>
/// <param name="Packages">The servers from npm.</param>
/// <param name="Work">What a run writes.</param>
internal sealed record Places(string Mcpgen, string Project, string CSharpServers, NpmFolder Packages, string Work)
{
    /// <summary>The folder of a server's own.</summary>
    public string ScratchOf(ServerEntry server) => Directory.CreateDirectory(Path.Combine(Work, "scratch", server.Name)).FullName;

    /// <summary>A server's command line, with its place on this machine.</summary>
    public StartedAs CommandLineOf(ServerEntry server, Ports ports)
    {
        var program = ProgramOf(server);
        var arguments = (server.Args ?? []).Select(argument => Filled(argument, server, ports)).ToArray();
        var isScript = Path.GetExtension(program) is ".js" or ".mjs";
        return (server.Command, isScript) switch
        {
            ({ } command, _) => new(command, arguments),
            (null, true) => new(server.IsNode22 ? Packages.Node : "node", [program, .. arguments]),
            _ => new(Runnable(program), arguments),
        };
    }

    /// <summary>Its variables. What it keeps for its user, it keeps in its folder.</summary>
    public Dictionary<string, string> VariablesOf(ServerEntry server, Ports ports)
    {
        var variables = (server.Env ?? []).ToDictionary(static pair => pair.Key, pair => Filled(pair.Value, server, ports));
        variables["HOME"] = ScratchOf(server);
        return variables;
    }

    /// <summary>A text of <c>servers.json</c> with its places filled in.</summary>
    public string Filled(string text, ServerEntry server, Ports ports) => text
        .Replace("{scratch}", ScratchOf(server), StringComparison.Ordinal)
        .Replace("{program}", ProgramOf(server), StringComparison.Ordinal)
        .Replace("{programs}", Path.Combine(Project, "programs"), StringComparison.Ordinal)
        .Replace("{modules}", Packages.Modules, StringComparison.Ordinal)
        .Replace("{port}", $"{ports.Server}", StringComparison.Ordinal)
        .Replace("{front}", $"{ports.Front}", StringComparison.Ordinal);

    private string ProgramOf(ServerEntry server) => (server.Package, server.Program) switch
    {
        ({ } package, { } program) => Packages.FileOf(package, program),
        (null, { } program) => Path.Combine(Project, "programs", program),
        _ => CSharpServers,
    };

    // npm only marks what a package names as its commands, and some name none.
    private static string Runnable(string program)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);
        }

        return program;
    }
}

/// <summary>A program and its arguments.</summary>
internal sealed record StartedAs(string Program, string[] Arguments);

/// <summary>Free ports of this machine.</summary>
internal sealed record Ports(int Server, int Front);
