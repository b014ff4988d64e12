using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using McpSkillGen.Host.Background;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Sharing;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Roles;

/// <summary>
/// The role <c>mcp</c>: an MCP server in front of the servers that skills' hosts keep. It is a client of those hosts like any
/// executor, and it ends when its own client does.
/// </summary>
internal sealed class McpRole : IHostRole
{
    /// <summary>The token that clients over HTTP show; without it, each start makes one of its own.</summary>
    private const string TokenVariable = "MCP_SKILL_TOKEN";

    // How soon the end of the program that the client started is noticed, by whatever signal.
    private static readonly TimeSpan ParentWatchInterval = TimeSpan.FromSeconds(1);

    public string Name => "mcp";

    public string Grammar => "(--skill DIR [--name NAME] [--executor FILE --host FILE] | --skills DIRS) [--http PORT] [--json]";

    public async Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        using var orphaned = OperatingSystem.IsWindows() ? null : EndWithParent();
        IReadOnlyList<SharedSkill> skills = options["--skills"] is { } folders
            ? [.. folders.Split('\n').Select(static folder => InStore(folder, null))]
            : [One(options)];
        try
        {
            var together = new SkillSet(skills);
            if (options["--http"] is { } port)
            {
                await ServeHttpAsync(together, int.Parse(port, CultureInfo.InvariantCulture), options.Has("--json")).ConfigureAwait(false);
            }
            else
            {
                StdioEndpoint.Serve(together);
            }

            return (int)ExitCode.Success;
        }
        finally
        {
            foreach (var skill in skills)
            {
                skill.Dispose();
            }
        }
    }

    private static async Task ServeHttpAsync(SkillSet skills, int port, bool asJson)
    {
        using var stopping = new CancellationTokenSource();
        using var signals = new HostSignals(_ => stopping.Cancel());
        using var log = HostLog.ToStandardError();
        using var work = new BackgroundWork(log);
        var token = Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } given
            ? given
            : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        using var endpoint = new HttpEndpoint(skills, port, token);
        var shown = asJson
            ? PlainJson.WriteObject(writer =>
            {
                writer.WriteString("url"u8, endpoint.Address);
                writer.WriteString("token"u8, token);
            })
            : Encoding.UTF8.GetBytes($"{endpoint.Address}\nAuthorization: Bearer {token}");
        StandardStreams.Write([.. shown.Span, (byte)'\n']);
        await endpoint.ServeAsync(work, stopping.Token).ConfigureAwait(false);
    }

    /// <summary>A client ends the executor, or mcpgen, that it started, and not this process: the calls in flight end with it.</summary>
    [UnsupportedOSPlatform("windows")]
    private static Timer EndWithParent()
    {
        var parent = Libc.GetParentProcessId();
        return new Timer(
            _ =>
            {
                if (Libc.GetParentProcessId() != parent)
                {
                    Environment.Exit((int)ExitCode.Interrupted);
                }
            },
            state: null,
            ParentWatchInterval,
            ParentWatchInterval);
    }

    private static SharedSkill One(RoleArguments options)
    {
        var root = options.Require("--skill");
        return options["--executor"] is { } executor
            ? new SharedSkill(SkillFolder.At(root) with { Stored = new StoredPrograms(executor, options.Require("--host")) }, options.Require("--name"))
            : InStore(root, options["--name"]);
    }

    private static SharedSkill InStore(string root, string? given)
    {
        var (folder, name) = (SkillFolder.At(Path.GetFullPath(root)), given ?? Path.GetFileName(RealPath.Of(Path.GetFullPath(root))));
        var stored = SkillStore.Of(Environment.GetEnvironmentVariable).Find(folder, name);
        return stored is null && !File.Exists(folder.HostFile) && File.Exists(folder.KeyFile(name))
            ? throw new SkillException(ExitCode.WrongEnvironment, $"The skill in {root} has no programs on this machine yet. Build them: mcpgen restore {root}")
            : new SharedSkill(folder with { Stored = stored }, name);
    }
}
