using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Authorization;

/// <summary>The server that a person wants to log in to or out of, read from a skill or from a config that is to become one.</summary>
internal static class LoginTarget
{
    /// <param name="configFile">Absolute.</param>
    /// <param name="variable">Looks a variable up.</param>
    /// <exception cref="SkillException">The config is wrong, or its server is none that one logs in to.</exception>
    public static ServerLaunch.Remote Read(string configFile, Func<string, string?> variable)
    {
        var folder = Path.GetDirectoryName(configFile)!;
        ServerLaunch launch;
        try
        {
            var config = ConfigReader.Read(File.ReadAllBytes(configFile), configFile).Require();
            var secretsFile = new SkillFolder(folder).SecretsFile;
            var secrets = File.Exists(secretsFile) ? File.ReadAllText(secretsFile) : "";
            launch = new LaunchResolver(DotEnv.Over(secrets, variable)).Resolve(config, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The config cannot be read: {e.Message}", e);
        }

        return launch switch
        {
            ServerLaunch.Remote { HasOwnCredentials: true } remote => throw new SkillException(
                ExitCode.WrongArguments, $"There is nothing to log in to: requests to {remote.ShownAddress} carry the credentials that mcp-config.json gives them. Change them there, or take them out to log in instead."),
            ServerLaunch.Remote remote => remote,
            ServerLaunch.Process process => throw new SkillException(
                ExitCode.WrongArguments, $"There is nothing to log in to: the server is a program on this machine, '{process.Command}', which gets its credentials from \"env\" of mcp-config.json, or has a login of its own."),
            _ => throw new InvalidOperationException("A launch is a process or remote."),
        };
    }
}
