using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Configs;

/// <summary>A server that the command line describes, without a file.</summary>
internal static class CommandLineSource
{
    /// <param name="command">The program and its arguments.</param>
    /// <param name="name">The skill's name; null derives it from the command.</param>
    /// <param name="variables"><c>NAME=VALUE</c> each.</param>
    public static ServerSource Process(IReadOnlyList<string> command, string? name, IReadOnlyList<string> variables) => Source(new SkillConfig
    {
        Name = name ?? ServerNames.OfCommand(command),
        Command = command[0],
        Arguments = [.. command.Skip(1)],
        Environment = Pairs(variables, '=', "--env", "NAME=VALUE"),
    });

    /// <param name="url">The address.</param>
    /// <param name="transport">How to talk to it.</param>
    /// <param name="name">The skill's name; null derives it from the address.</param>
    /// <param name="headers"><c>Name: value</c> each.</param>
    public static ServerSource Remote(string url, TransportKind transport, string? name, IReadOnlyList<string> headers)
    {
        // If it has a variable in it, it is checked when the variable is known.
        if (!url.Contains("${", StringComparison.Ordinal) && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new SkillException(ExitCode.WrongArguments, $"--url is '{url}'; expected an absolute http or https address.");
        }

        return Source(new SkillConfig
        {
            Name = name ?? ServerNames.OfAddress(url),
            Transport = transport,
            Url = url,
            Headers = Pairs(headers, ':', "--header", "'Name: value'"),
        }) with
        {
            LoginCommand = $"mcpgen login --url {ShellWord.Of(url)}",
        };
    }

    private static ServerSource Source(SkillConfig config) => new(null, config, Environment.CurrentDirectory, null, []);

    private static Dictionary<string, string> Pairs(IReadOnlyList<string> words, char separator, string option, string expected)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            // Not repeated: it may be a pasted secret.
            var at = word.IndexOf(separator, StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new SkillException(ExitCode.WrongArguments, $"{option} takes {expected}; one of them has no '{separator}', or nothing before it.");
            }

            pairs[word[..at].Trim()] = separator == ':' ? word[(at + 1)..].Trim() : word[(at + 1)..];
        }

        return pairs;
    }
}
