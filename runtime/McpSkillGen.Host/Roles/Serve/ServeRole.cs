using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>The role <c>serve</c>: one host, for as long as it is needed.</summary>
internal sealed class ServeRole : IHostRole
{
    public string Name => "serve";

    public string Grammar => "--skill DIR [--workspace ROOT] [--executor FILE] [--stdio]";

    public Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        var folder = new SkillFolder(Path.GetFullPath(options.Require("--skill")));
        return ServeCommand.RunAsync(folder, options["--workspace"], options["--executor"] ?? "", options.Has("--stdio"));
    }
}
