using System.Text;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>
/// Replaces the variables of a config: <c>${NAME}</c>, <c>${NAME:-default}</c>, and <c>$${</c> for a literal <c>${</c>. What the
/// config's own <c>env</c> sets comes first: one name must not mean two values for one server.
/// </summary>
/// <param name="variable">Looks up a variable; null if it is not set.</param>
internal sealed class LaunchResolver(Func<string, string?> variable)
{
    private static readonly string[] AuthorizationSchemes = ["Bearer", "Basic", "Token", "ApiKey"];

    private readonly List<string> _missing = [];
    private readonly List<string> _flaws = [];

    // Names from the config's "env" whose values are being replaced: two that refer to each other must not go on for ever.
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string> _own = new Dictionary<string, string>();

    /// <param name="config">The config to resolve.</param>
    /// <param name="configFolder">What relative paths are relative to; absolute.</param>
    /// <param name="serverFolder">Where the server runs if the config has no <c>cwd</c>; absolute; null for the config's folder.</param>
    /// <exception cref="SkillException">A variable is missing, or the url is not valid: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public ServerLaunch Resolve(SkillConfig config, string configFolder, string? serverFolder = null)
    {
        _own = config.Environment;
        ServerLaunch launch = config.Transport is TransportKind.Stdio
            ? ResolveProcess(config, configFolder, serverFolder ?? configFolder)
            : ResolveRemote(config, configFolder);

        if (_missing.Count > 0)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"{string.Join('\n', _missing.Distinct())}\nSet what is missing in the environment or in {Path.Combine(configFolder, ".env")}.");
        }

        // Only reported if no variable is missing: otherwise the address is incomplete.
        return _flaws.Count == 0 ? launch : throw new SkillException(ExitCode.WrongEnvironment, string.Join('\n', _flaws));
    }

    private ServerLaunch.Process ResolveProcess(SkillConfig config, string configFolder, string serverFolder)
    {
        var isWorkspace = config.Scope is InstanceScope.Workspace;
        var launch = new ServerLaunch.Process(
            Expand(config.Command!, "command"),
            [.. config.Arguments.Select((argument, i) => Expand(argument, $"args[{i}]"))],
            Expand(config.Environment, "env"),
            Path.GetFullPath(Expand(config.WorkingDirectory ?? serverFolder, "cwd"), isWorkspace ? serverFolder : configFolder));
        if (isWorkspace || config.WorkingDirectory is not null)
        {
            return launch;
        }

        var paths = new ConfigPath(configFolder);
        return launch with
        {
            Command = paths.OfCommand(launch.Command),
            Arguments = [.. launch.Arguments.Select(paths.OfText)],
            Environment = launch.Environment.ToDictionary(static pair => pair.Key, pair => paths.OfText(pair.Value), StringComparer.Ordinal),
        };
    }

    private ServerLaunch.Remote ResolveRemote(SkillConfig config, string configFolder)
    {
        var url = Expand(config.Url!, "url");
        var headers = ExpandHeaders(config.Headers);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            _flaws.Add(Flaw("url", "is not an absolute http or https address", config.Url!));
            endpoint = new Uri("http://localhost");
        }

        // A variable may be anywhere in it, and its name says more than its value.
        var shownAddress = config.Url!.Contains("${", StringComparison.Ordinal)
            ? WithoutUser(config.Url.Split('?', '#')[0])
            : endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        var authorization = config.Authorization.Map((key, text) => Expand(text, $"auth.{key}"));
        return new ServerLaunch.Remote(config.Transport, endpoint, headers, shownAddress)
        {
            Authorization = authorization,
            ClientCertificate = config.ClientCertificate is { } certificate ? Expand(certificate, configFolder) : null,
        };
    }

    private ClientCertificate Expand(ClientCertificate certificate, string configFolder)
    {
        return new ClientCertificate(
            InFolder(certificate.File, "file"),
            certificate.Key is null ? null : InFolder(certificate.Key, "key"),
            certificate.Password is null ? null : Expand(certificate.Password, "client_certificate.password"));

        string InFolder(string path, string key) => Path.GetFullPath(Expand(path, $"client_certificate.{key}"), configFolder);
    }

    private Dictionary<string, string> ExpandHeaders(IReadOnlyDictionary<string, string> headers)
    {
        var expanded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Expand(headers, "headers").Where(header => !IsLeftOpen(headers[header.Key], header.Value)))
        {
            if (HeaderText.FlawOfValue(value) is { } flaw)
            {
                _flaws.Add(Flaw($"headers.{name}", flaw, headers[name]));
            }

            expanded[name] = HeaderText.Trimmed(value);
        }

        return expanded;
    }

    // Only the unreplaced text is shown: the value may contain a secret.
    private static string Flaw(string key, string flaw, string text) =>
        $"\"{key}\" {flaw}{(text.Contains("${", StringComparison.Ordinal) ? " after its variables are replaced" : "")}: {text}";

    // A header whose optional variable is not set is not sent: "Bearer ${TOKEN:-}" would only be refused.
    private static bool IsLeftOpen(string text, string value) =>
        text.Contains(":-}", StringComparison.Ordinal)
        && value.Trim() is var left && (left.Length == 0 || AuthorizationSchemes.Contains(left, StringComparer.OrdinalIgnoreCase));

    private static string WithoutUser(string url)
    {
        const string SchemeEnd = "://";
        var authority = url.IndexOf(SchemeEnd, StringComparison.Ordinal) is >= 0 and var at ? at + SchemeEnd.Length : 0;
        var end = url.IndexOf('/', authority) is >= 0 and var slash ? slash : url.Length;
        return url.LastIndexOf('@', end - 1, end - authority) is >= 0 and var user ? url[..authority] + url[(user + 1)..] : url;
    }

    private Dictionary<string, string> Expand(IReadOnlyDictionary<string, string> map, string key) =>
        map.ToDictionary(static pair => pair.Key, pair => Expand(pair.Value, $"{key}.{pair.Key}"), StringComparer.Ordinal);

    private string Expand(string text, string key)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf("${") is var start && start >= 0)
        {
            var isEscaped = start > 0 && rest[start - 1] == '$';
            expanded.Append(rest[..start]);
            rest = rest[(start + 2)..];
            if (isEscaped)
            {
                expanded.Append('{');
                continue;
            }

            var name = rest[..VariableName.LengthAt(rest)].ToString();
            var end = rest.IndexOf('}');
            var suffix = end < 0 ? "" : rest[name.Length..end].ToString();
            if (end < 0 || name.Length == 0 || (suffix.Length > 0 && !suffix.StartsWith(":-", StringComparison.Ordinal)))
            {
                // Not our syntax but a shell's or a template's: it stays as it is.
                expanded.Append("${");
                continue;
            }

            expanded.Append(ValueOf(name, suffix.Length > 0 ? suffix[2..] : null, key));
            rest = rest[(end + 1)..];
        }

        return expanded.Append(rest).ToString();
    }

    private string ValueOf(string name, string? fallback, string key)
    {
        var value = OwnValue(name, key) ?? variable(name);
        if (fallback is not null)
        {
            return string.IsNullOrEmpty(value) ? fallback : value;
        }

        if (value is null)
        {
            _missing.Add($"\"{key}\" needs the environment variable {name}, which is not set.");
        }

        return value ?? "";
    }

    // "env": { "TOKEN": "${TOKEN}" } passes a variable on, and means the one outside.
    private string? OwnValue(string name, string key)
    {
        var place = $"env.{name}";
        if (key == place || !_own.TryGetValue(name, out var text) || !_open.Add(name))
        {
            return null;
        }

        var value = Expand(text, place);
        _open.Remove(name);
        return value;
    }
}
