using McpSkillGen.Host.Sharing;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Roles;

/// <summary>
/// The role <c>mcp</c>: an MCP server in front of the servers that skills' hosts keep. It is a client of those hosts like any
/// executor, and it ends when its own client does.
/// </summary>
internal sealed class McpRole : IHostRole
{
    public string Name => "mcp";

    public string Grammar => "(--skill DIR [--name NAME] [--executor FILE --host FILE] | --skills DIRS)";

    public Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        IReadOnlyList<SharedSkill> skills = options["--skills"] is { } folders
            ? [.. folders.Split('\n').Select(static folder => InStore(folder, null))]
            : [One(options)];
        try
        {
            StdioEndpoint.Serve(new SkillSet(skills));
            return Task.FromResult((int)ExitCode.Success);
        }
        finally
        {
            foreach (var skill in skills)
            {
                skill.Dispose();
            }
        }
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
