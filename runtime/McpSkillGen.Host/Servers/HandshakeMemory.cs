using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// How a server was last connected to, kept in the instance's folder, so that the next start does not probe again. Only a
/// shortcut: what is not there, not readable or of another launch is as good as nothing.
/// </summary>
/// <param name="file">Where it is kept; null to keep it for this process only.</param>
/// <param name="launch">How the server is reached. Told apart by a hash that holds no variable's value but those in it.</param>
internal sealed class HandshakeMemory(string? file, ServerLaunch launch)
{
    // Raised when the members change their meaning; a file of another version is not read.
    private const int FormatVersion = 1;

    private static readonly (TransportKind Transport, string Name)[] Transports =
        [(TransportKind.Stdio, "stdio"), (TransportKind.Http, "http"), (TransportKind.Sse, "sse")];

    private readonly string _launch = launch switch
    {
        ServerLaunch.Process process => Fingerprint.NameFor([process.Command, .. process.Arguments, process.WorkingDirectory]),
        ServerLaunch.Remote remote => Fingerprint.NameFor(remote.Endpoint.AbsoluteUri),
        _ => "",
    };

    private Rung? _latest;
    private bool _isRead;

    /// <summary>The version that the skill's catalog was read with: where nothing is remembered, the likeliest one.</summary>
    public string? CatalogVersion { get; init; }

    public Rung? Recall()
    {
        if (!_isRead)
        {
            (_latest, _isRead) = (Read() ?? FromCatalog(), true);
        }

        return _latest;
    }

    public void Remember(Rung rung)
    {
        if (Recall() == rung)
        {
            return;
        }

        _latest = rung;
        if (file is not null)
        {
            var json = new JsonObject
            {
                ["version"] = FormatVersion,
                ["launch"] = _launch,
                ["transport"] = Array.Find(Transports, known => known.Transport == rung.Transport).Name,
                ["protocol"] = rung.Version,
            };
            PrivateFile.TryReplace(file, Encoding.UTF8.GetBytes(json.ToJsonString()));
        }
    }

    /// <summary>For this process something else is tried first; for others, nothing is known.</summary>
    /// <param name="instead">Null to begin as if nothing had been known.</param>
    public void Forget(Rung? instead)
    {
        (_latest, _isRead) = (instead, true);
        try
        {
            if (file is not null)
            {
                File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It costs the next start a detour.
        }
    }

    private Rung? FromCatalog() => McpVersions.IsKnown(CatalogVersion)
        ? ConnectLadder.First((launch as ServerLaunch.Remote)?.Transport ?? TransportKind.Stdio) with { Version = CatalogVersion }
        : null;

    private Rung? Read()
    {
        try
        {
            if (!File.Exists(file) || JsonNode.Parse(File.ReadAllBytes(file)) is not JsonObject kept
                || (int?)kept["version"] != FormatVersion || (string?)kept["launch"] != _launch)
            {
                return null;
            }

            var version = (string?)kept["protocol"];
            var transport = Array.FindIndex(Transports, known => known.Name == (string?)kept["transport"]);
            return transport >= 0 && McpVersions.IsKnown(version) ? new Rung(version, Transports[transport].Transport) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
