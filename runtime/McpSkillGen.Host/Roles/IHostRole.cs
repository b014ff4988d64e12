using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Roles;

/// <summary>Something that this program can be started as: its name, its command line, and what it does.</summary>
internal interface IHostRole
{
    /// <summary>The first word of the command line.</summary>
    string Name { get; }

    /// <summary>The rest of the command line, for help: <c>--skill DIR [--stdio]</c>. <see cref="RoleArguments"/> reads options by it.</summary>
    string Grammar { get; }

    /// <param name="arguments">What follows the name.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="SkillException">It failed, or the arguments are wrong.</exception>
    Task<int> RunAsync(string[] arguments);
}
