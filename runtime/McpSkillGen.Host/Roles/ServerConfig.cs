using System.Text;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Roles;

/// <summary>A valid config, and the <c>.env</c> beside it.</summary>
/// <param name="Config">What it says.</param>
/// <param name="Warnings">What is odd about it, a line each.</param>
/// <param name="Folder">The folder that it lies in.</param>
/// <param name="ConfigBytes">The file itself.</param>
/// <param name="SecretBytes">The <c>.env</c>; empty if there is none.</param>
internal sealed record ServerConfig(SkillConfig Config, IReadOnlyList<string> Warnings, SkillFolder Folder, byte[] ConfigBytes, byte[] SecretBytes)
{
    /// <param name="configFile">Absolute.</param>
    /// <exception cref="SkillException">The config is wrong, or cannot be read: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public static ServerConfig Read(string configFile)
    {
        var folder = new SkillFolder(Path.GetDirectoryName(configFile)!);
        try
        {
            var configBytes = File.ReadAllBytes(configFile);
            var secretBytes = File.Exists(folder.SecretsFile) ? File.ReadAllBytes(folder.SecretsFile) : [];
            var reading = ConfigReader.Read(configBytes, configFile);
            return new ServerConfig(reading.Require(), [.. reading.Problems.Select(static problem => problem.ToString())], folder, configBytes, secretBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The config cannot be read: {e.Message}", e);
        }
    }

    /// <summary>How the server is reached, with the values of the variables, and the project that it works on.</summary>
    /// <param name="workspace">The caller's project under <c>"scope": "workspace"</c>; otherwise null.</param>
    /// <returns>The launch, and the client's one MCP root; null for none.</returns>
    /// <exception cref="SkillException">A variable is missing, or the url is wrong: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public (ServerLaunch Launch, string? Root) Resolve(string? workspace = null)
    {
        var variables = DotEnv.Over(Encoding.UTF8.GetString(SecretBytes), Environment.GetEnvironmentVariable);
        var place = ServerPlace.Of(Folder, Config, workspace, Environment.GetEnvironmentVariable);
        var launch = new LaunchResolver(variables).Resolve(Config, Folder.Root, place.Folder);
        return (launch, place.RootOf(Config, launch));
    }
}
