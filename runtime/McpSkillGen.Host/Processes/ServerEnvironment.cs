using System.Collections;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// The variables that a server gets: what the config names, and of the caller's only those that programs need to find
/// themselves, their tools, their certificates and their display. A server must not see an agent's own keys.
/// </summary>
internal static class ServerEnvironment
{
    private static readonly HashSet<string> InheritedNames = new(StringComparer.OrdinalIgnoreCase)
    {
        // The user and the place.
        "HOME", "USER", "LOGNAME", "PATH", "SHELL", "TERM", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP",

        // The network.
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",

        // Homes of toolchains that start servers.
        "PNPM_HOME", "BUN_INSTALL", "BUN_INSTALL_CACHE_DIR", "DENO_DIR", "DENO_INSTALL", "JAVA_HOME", "JDK_HOME", "GOPATH", "GOROOT",
        "GOCACHE", "GOMODCACHE", "CARGO_HOME", "RUSTUP_HOME", "GEM_HOME", "GEM_PATH", "RBENV_ROOT", "PYENV_ROOT", "VIRTUAL_ENV",
        "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "ASDF_DIR", "ASDF_DATA_DIR", "MISE_DATA_DIR", "MISE_CONFIG_DIR", "LD_LIBRARY_PATH",
        "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY",

        // Screens and agents of the session.
        "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK",

        // What Windows programs do not start without.
        "APPDATA", "LOCALAPPDATA", "COMSPEC", "HOMEDRIVE", "HOMEPATH", "NUMBER_OF_PROCESSORS", "OS", "PATHEXT",
        "PROCESSOR_ARCHITECTURE", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "PUBLIC", "SYSTEMDRIVE",
        "SYSTEMROOT", "USERDOMAIN", "USERNAME", "USERPROFILE", "WINDIR",
    };

    private static readonly string[] InheritedPrefixes =
    [
        "LC_", "XDG_", "NODE_", "NPM_CONFIG_", "NVM_", "FNM_", "VOLTA_", "UV_", "PIP_", "PYTHON", "DOTNET_", "NUGET_", "HOMEBREW_",
    ];

    private static StringComparer NameComparer => OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <param name="ours">The host's own variables.</param>
    /// <param name="configured">The config's, which win.</param>
    public static Dictionary<string, string> Compose(IDictionary ours, IReadOnlyDictionary<string, string> configured)
    {
        var environment = new Dictionary<string, string>(NameComparer);
        foreach (DictionaryEntry entry in ours)
        {
            if (entry is { Key: string name, Value: string value } && IsInherited(name))
            {
                environment[name] = value;
            }
        }

        foreach (var (name, value) in configured)
        {
            environment[name] = value;
        }

        return environment;
    }

    // Proxies come in either case and npm's settings in lower case, so the case is ignored.
    private static bool IsInherited(string name) =>
        InheritedNames.Contains(name)
        || Array.Exists(InheritedPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
