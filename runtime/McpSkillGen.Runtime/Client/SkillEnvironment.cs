using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Client;

/// <summary>The skill's files and the caller's variables, read once, and what follows from them.</summary>
internal sealed class SkillEnvironment
{
    /// <summary>The variable that names the file to which answers are recorded.</summary>
    public const string RecordVariable = "MCP_SKILL_RECORD";

    private readonly byte[] _config;
    private readonly byte[] _secrets;
    private readonly Func<string, string?> _variable;

    private SkillEnvironment(SkillFolder folder, string skillName, byte[] config, byte[] secrets, Func<string, string?> variable)
    {
        (Folder, SkillName, _config, _secrets, _variable) = (folder, skillName, config, secrets, variable);
        ExecutorFile = folder.ExecutorFile(skillName);
        Fingerprint = Identity.Fingerprint.Of(folder, ExecutorFile, config, secrets, variable);
        Workspace = FindWorkspace();
        RuntimeDirectory = UserDirectory.Runtime.Locate(variable);
        Instance = InstancePaths.For(RuntimeDirectory, folder, Workspace);
    }

    public SkillFolder Folder { get; }

    public string SkillName { get; }

    public string ExecutorFile { get; }

    public string Fingerprint { get; }

    /// <summary>What the host is greeted with.</summary>
    public HelloMessage Greeting => new(WireProtocol.Version, Fingerprint) { SearchPath = _variable("PATH") };

    /// <summary>The caller's project root, if the config says <c>"scope": "workspace"</c>; otherwise null.</summary>
    public string? Workspace { get; }

    public string RuntimeDirectory { get; }

    public InstancePaths Instance { get; }

    /// <summary>Where answers are recorded, absolute; null if they are not.</summary>
    public string? RecordFile => _variable(RecordVariable) is { Length: > 0 } file ? Path.GetFullPath(file) : null;

    /// <exception cref="SkillException">The config cannot be read: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public static SkillEnvironment Read(SkillFolder folder, string skillName, Func<string, string?> variable)
    {
        try
        {
            var config = ReadConfig(folder.ConfigFile);
            var secrets = File.Exists(folder.SecretsFile) ? File.ReadAllBytes(folder.SecretsFile) : [];
            return new SkillEnvironment(folder, skillName, config, secrets, variable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The config cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Reads the config, and reads it again while it is empty: <c>cp</c> empties a file before it writes it, and a call may come between.
    /// </summary>
    private static byte[] ReadConfig(string file)
    {
        const int Attempts = 10;
        var pause = TimeSpan.FromMilliseconds(20);
        for (var attempt = 1; ; attempt++)
        {
            var config = File.ReadAllBytes(file);
            if (config.Length > 0 || attempt == Attempts)
            {
                return config;
            }

            Thread.Sleep(pause);
        }
    }

    /// <summary>Parses the config and replaces its variables, so that mistakes are reported before anything is started.</summary>
    /// <exception cref="SkillException">Config or environment is wrong: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public SkillConfig RequireLaunchable()
    {
        var config = ParseConfig();
        _ = Resolve(config);
        return config;
    }

    /// <summary>Where the next server would run; null if it runs elsewhere, or config or environment is wrong.</summary>
    public string? FindServerFolder()
    {
        try
        {
            return (Resolve(ParseConfig()) as ServerLaunch.Process)?.WorkingDirectory;
        }
        catch (SkillException)
        {
            return null;
        }
    }

    private ServerLaunch Resolve(SkillConfig config)
    {
        var secrets = System.Text.Encoding.UTF8.GetString(_secrets);
        return new LaunchResolver(DotEnv.Over(secrets, _variable)).Resolve(config, Folder.Root, ServerPlace.Of(Folder, config, Workspace, _variable).Folder);
    }

    private SkillConfig ParseConfig() => ConfigReader.Read(_config, Folder.ConfigFile).Require();

    private static string CurrentFolder()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException e)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment, "The current folder no longer exists, and the config's \"scope\" is \"workspace\". Call from a folder that exists.", e);
        }
    }

    private string? FindWorkspace()
    {
        // Parsing costs more than a call's round trip, so it is only done if the config can mean this.
        var mayBeWorkspace = _config.AsSpan().IndexOf("\"workspace\""u8) >= 0;
        return mayBeWorkspace && ParseConfig().Scope is InstanceScope.Workspace
            ? WorkspaceRoot.Of(CurrentFolder())
            : null;
    }
}
