using System.Text;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Serving;

/// <summary>What a host serves: read once, at its start, from the same bytes that its fingerprint is made of.</summary>
internal sealed record HostOptions
{
    public required SkillFolder Folder { get; init; }

    /// <summary>The project that this instance is for, under <c>"scope": "workspace"</c>.</summary>
    public string? Workspace { get; init; }

    public required SkillConfig Config { get; init; }

    public required ServerLaunch Launch { get; init; }

    /// <summary>The project that the server works in, under <c>"scope": "workspace"</c>; otherwise null.</summary>
    public required string? WorkspaceRoot { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>What a person runs to log in to the server, where it asks for that.</summary>
    public required string LoginCommand { get; init; }

    /// <summary>Where the login is kept that lets its requests in; null where nobody logs in.</summary>
    public required string? LoginFile { get; init; }

    /// <summary>What is odd about the config, a line each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How long after the end of the last call the host retires; zero means never.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <exception cref="SkillException">Config or environment is wrong: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public static HostOptions Read(SkillFolder folder, string? workspace, string executorFile, Func<string, string?> variable)
    {
        byte[] config;
        byte[] secrets;
        try
        {
            config = File.ReadAllBytes(folder.ConfigFile);
            secrets = File.Exists(folder.SecretsFile) ? File.ReadAllBytes(folder.SecretsFile) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The config cannot be read: {e.Message}", e);
        }

        var reading = ConfigReader.Read(config, folder.ConfigFile);
        var required = reading.Require();
        var launch = new LaunchResolver(DotEnv.Over(Encoding.UTF8.GetString(secrets), variable)).Resolve(required, folder.Root, workspace);
        return new HostOptions
        {
            Folder = folder,
            Workspace = workspace,
            Config = required,
            Launch = launch,
            WorkspaceRoot = required.Scope is InstanceScope.Workspace ? workspace ?? folder.Root : null,
            Fingerprint = Runtime.Identity.Fingerprint.Of(folder, executorFile, config, secrets, variable),
            LoginCommand = $"{ShellWord.Of(executorFile.Length > 0 ? executorFile : Path.GetFileName(folder.Root))} login",
            LoginFile = launch is ServerLaunch.Remote { HasOwnCredentials: false } remote ? LoginStore.Of(remote, variable).Location : null,
            Warnings = [.. reading.Problems.Select(static problem => problem.ToString())],
            IdleTimeout = required.KeepAlive.IdleTimeout,
        };
    }
}
