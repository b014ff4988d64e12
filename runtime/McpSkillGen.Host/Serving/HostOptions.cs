using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Serving;

/// <summary>What a host serves. Read once, at its start, from the same bytes as its fingerprint.</summary>
internal sealed record HostOptions
{
    public required SkillFolder Folder { get; init; }

    /// <summary>The project that this instance is for, under <c>"scope": "workspace"</c>.</summary>
    public string? Workspace { get; init; }

    public required SkillConfig Config { get; init; }

    public required ServerLaunch Launch { get; init; }

    /// <summary>The project that the server works on: the client's one MCP root; null if it has none.</summary>
    public required string? WorkspaceRoot { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>The executor, as a person types it.</summary>
    public required string Program { get; init; }

    /// <summary>The values of the config's variables, which must not be kept anywhere.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Where the server's answers are recorded; null if they are not.</summary>
    public string? RecordFile { get; init; }

    /// <summary>What a person runs to log in to the server, if it asks for that.</summary>
    public required string LoginCommand { get; init; }

    /// <summary>The file of the login that lets its requests in; null if it has none.</summary>
    public required string? LoginFile { get; init; }

    /// <summary>What is odd about the config, a line each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How long after the end of the last call the host retires; zero means never.</summary>
    public required TimeSpan IdleTimeout { get; init; }
}
