namespace McpSkillGen.Runtime.Configuration;

/// <summary>
/// What a server inherits of its caller's environment, and which of it decides what the server acts on. Never the caller's
/// tokens: a server gets those that its config names. <c>docs/config.md</c> has the same table for people.
/// </summary>
internal static class InheritedVariables
{
    /// <summary>
    /// What a server acts on, and how it gets there. A caller with other values gets another server. <c>PATH</c> is not among
    /// them: it counts by the program that it leads to, because a terminal and an editor hardly ever have the same one.
    /// </summary>
    private static readonly string[] Choosing =
    [
        "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV",

        // Clusters, clouds, services and devices.
        "KUBECONFIG", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "CONTAINER_HOST",
        "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_PROJECT", "GCLOUD_PROJECT", "GCP_PROJECT",
        "TF_WORKSPACE", "TF_DATA_DIR", "TF_CLI_CONFIG_FILE", "VAULT_ADDR", "VAULT_NAMESPACE", "CONSUL_HTTP_ADDR", "NOMAD_ADDR", "NOMAD_NAMESPACE",
        "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICE", "PGSERVICEFILE", "PGPASSFILE", "PGSSLMODE",
        "GH_HOST", "GH_CONFIG_DIR", "GITLAB_HOST", "GLAB_CONFIG_DIR", "GIT_CONFIG_GLOBAL", "GIT_SSH_COMMAND", "OLLAMA_HOST", "ANDROID_SERIAL",

        // Screens and agents of the session.
        "SSH_AUTH_SOCK", "GNUPGHOME", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS",

        // The way to the network.
        "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
    ];

    private static readonly string[] ChoosingFamilies = ["AWS_", "AZURE_", "ARM_", "CLOUDSDK_", "GOOGLE_CLOUD_", "KUBE_", "HELM_", "DOCKER_"];

    /// <summary>What programs need to find themselves and their tools. A running server is not replaced for it.</summary>
    private static readonly string[] Needed =
    [
        "PATH", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP",

        // Homes of toolchains that start servers.
        "PNPM_HOME", "BUN_INSTALL", "BUN_INSTALL_CACHE_DIR", "DENO_DIR", "DENO_INSTALL", "JAVA_HOME", "JDK_HOME", "GOPATH", "GOROOT",
        "GOCACHE", "GOMODCACHE", "CARGO_HOME", "RUSTUP_HOME", "GEM_HOME", "GEM_PATH", "RBENV_ROOT", "PYENV_ROOT", "ASDF_DIR", "ASDF_DATA_DIR",
        "MISE_DATA_DIR", "MISE_CONFIG_DIR", "LD_LIBRARY_PATH", "ANDROID_HOME", "ANDROID_SDK_ROOT",

        // What Windows programs do not start without.
        "APPDATA", "LOCALAPPDATA", "COMSPEC", "HOMEDRIVE", "HOMEPATH", "NUMBER_OF_PROCESSORS", "OS", "PATHEXT",
        "PROCESSOR_ARCHITECTURE", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "PUBLIC", "SYSTEMDRIVE",
        "SYSTEMROOT", "USERDOMAIN", "USERNAME", "USERPROFILE", "WINDIR",
    ];

    private static readonly string[] NeededFamilies =
        ["LC_", "XDG_", "NODE_", "NPM_CONFIG_", "NVM_", "FNM_", "VOLTA_", "UV_", "PIP_", "PYTHON", "DOTNET_", "NUGET_", "HOMEBREW_"];

    // Names of families that hold a secret: anywhere in the name, or as a word of it.
    private static readonly string[] SecretParts =
        ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "APIKEY", "AUTHORIZATION", "CONNECTION_STRING"];

    private static readonly string[] SecretWords = ["KEY", "KEYS", "PASS", "PWD", "PAT", "PIN", "OTP", "AUTH", "COOKIE"];

    private static readonly string[] EndsOfPaths = ["_FILE", "_PATH", "_DIR"];

    /// <summary>The variables of which every value counts, in the same order for every process with the same environment.</summary>
    public static IEnumerable<string> Counted() => Choosing.Concat(Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Where(static name => IsOf(ChoosingFamilies, name)).Order(StringComparer.Ordinal));

    /// <summary>Whether a server gets a variable of its caller.</summary>
    public static bool Has(string name, string value) =>
        IsIn(Choosing, name) || IsIn(Needed, name)
        || ((IsOf(ChoosingFamilies, name) || IsOf(NeededFamilies, name)) && !IsSecret(name) && !HoldsPassword(value));

    // Proxies come in either case, and npm's settings in lower case.
    private static bool IsIn(string[] names, string name) => Array.Exists(names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsOf(string[] families, string name) => Array.Exists(families, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));

    private static bool IsSecret(string name) =>
        !Array.Exists(EndsOfPaths, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
        && (Array.Exists(SecretParts, part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
            || name.Split('_', ':', '/', '-', '.').Any(static word => IsIn(SecretWords, word)));

    // https://user:password@index.example
    private static bool HoldsPassword(string value)
    {
        const string SchemeEnd = "://";
        var start = value.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (start < 0)
        {
            return false;
        }

        var authority = value.AsSpan(start + SchemeEnd.Length);
        authority = authority[..(authority.IndexOfAny('/', '?', '#') is >= 0 and var end ? end : authority.Length)];
        return authority.IndexOf('@') is > 0 and var at && authority[..at].Contains(':');
    }
}
