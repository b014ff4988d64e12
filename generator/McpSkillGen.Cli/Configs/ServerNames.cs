using System.Text.RegularExpressions;

namespace McpSkillGen.Cli.Configs;

/// <summary>What people would call a server, from how it is started or where it is: <c>weather</c> for <c>npx -y @x/weather-mcp-server@2</c>.</summary>
internal static partial class ServerNames
{
    private static readonly string[] Generic = ["mcp", "server", "mcp-server", "server-mcp", "index", "main", "cli", "app", "dist", "build", "src", "bin", "start", "run", "stdio", "sse", "api", "program", "lib", "out"];

    private static readonly string[] Runners =
    [
        "npx", "bunx", "pnpx", "uvx", "dnx", "pipx", "pnpm", "npm", "yarn", "bun", "uv", "docker", "podman", "nerdctl", "dotnet",
        "node", "deno", "python", "python3", "py", "ruby", "java", "tsx", "ts-node", "cmd", "sh", "bash",
    ];

    // Options of runners that take a word of their own, which is not the package.
    private static readonly string[] WithValue =
        ["-p", "--package", "-c", "--call", "--from", "--with", "--python", "--index-url", "--directory", "-e", "--env", "-v", "--volume", "--name", "--network", "--mount", "-w", "--workdir", "--env-file", "-u", "--user", "--project"];

    /// <summary>Whether a name could be that of any server: <c>mcp-server</c>.</summary>
    public static bool IsGeneric(string name) => Of([name]) is null;

    /// <returns>Null if the command says nothing. Then the server is asked.</returns>
    public static string? OfCommand(IReadOnlyList<string> command) =>
        IsRunner(command[0]) ? InRunner(command) is { } package ? OfPackage(package) : null : Of([ProgramOf(command[0])]);

    /// <summary>The package or script that a command starts, without its version; the program if it is not a runner of others.</summary>
    /// <returns>Null if it cannot be told.</returns>
    public static string? PackageOf(IReadOnlyList<string> command) =>
        IsRunner(command[0]) ? InRunner(command) is { } package ? Version().Replace(package.Replace('\\', '/'), "") : null : command[0];

    /// <returns>Null if the address says nothing. Then the server is asked.</returns>
    public static string? OfAddress(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return null;
        }

        // mcp.deepwiki.com is deepwiki. For an IP address, only the path can tell.
        var labels = address.Host.Split('.');
        var host = address.HostNameType is UriHostNameType.Dns && labels.Length > 1
            ? labels[..^1].Where(static label => label is not ("mcp" or "api" or "www" or "server" or "co" or "com")).LastOrDefault()
            : null;
        return Of([host ?? "", .. address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
    }

    private static string ProgramOf(string command) => Path.GetFileNameWithoutExtension(command.Replace('\\', '/').Split('/')[^1]).ToLowerInvariant();

    private static bool IsRunner(string command) => Runners.Contains(ProgramOf(command));

    private static string? InRunner(IReadOnlyList<string> command)
    {
        var words = command.Skip(1).ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word is "-p" or "--package" or "--from" && i + 1 < words.Length)
            {
                return words[i + 1];
            }

            if (WithValue.Contains(word))
            {
                i++;
            }
            else if (word is not (['-', ..] or ['/', 'c'] or "run" or "exec" or "dlx" or "x" or "tool" or "npx"))
            {
                return word;
            }
        }

        return null;
    }

    private static string? OfPackage(string package)
    {
        var plain = Version().Replace(package.Replace('\\', '/'), "");
        var parts = plain.TrimStart('@').Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Of([.. parts.Reverse().Select(static part => Extension().Replace(part, ""))]);
    }

    // The first part that says more than "server".
    private static string? Of(IReadOnlyList<string> parts)
    {
        foreach (var part in parts.Select(static part => part.ToLowerInvariant()))
        {
            var name = Affix().Replace(part, "").Trim('-', '_', '.');
            if (name.Length > 0 && part.Any(char.IsAsciiLetterOrDigit) && part is not ("." or "..") && !Generic.Contains(name))
            {
                return name;
            }
        }

        return null;
    }

    [GeneratedRegex(@"(?<=[^@/])@[^/]*$|(?<=[^/]):[^/:]*$|[=<>~!]=.*$|\[[^\]]*\]$")]
    private static partial Regex Version();

    [GeneratedRegex(@"\.(?:[cm]?[jt]s|py|dll|exe|jar|rb|sh|csproj|git)$")]
    private static partial Regex Extension();

    [GeneratedRegex(@"^(?:mcp[-_.]server|server[-_.]mcp|mcp|server)[-_.]|[-_.](?:mcp[-_.]server|server[-_.]mcp|mcp|server)$")]
    private static partial Regex Affix();
}
