using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// How the last connection to a server was made, kept in the instance's folder, so that the next start does not probe again.
/// Only a shortcut: a file that is missing, not readable or from another launch is ignored.
/// </summary>
/// <param name="file">Where it is kept; null to keep it for this process only.</param>
/// <param name="launch">How the server is reached. The file holds a hash of it.</param>
internal sealed class HandshakeMemory(string? file, ServerLaunch launch)
{
    // Raised when the members change their meaning. A file of another version is not read.
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

    /// <summary>The version that the skill's catalog was read with: the most likely one if nothing is remembered.</summary>
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

    /// <summary>Deletes what was remembered.</summary>
    /// <param name="instead">What this process tries first; null to begin as if nothing had been known.</param>
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
            var kept = File.Exists(file) && ForeignJson.TryParse(File.ReadAllBytes(file), out var document, out _) ? document.RootElement : default;
            var version = kept.Text("protocol"u8);
            var transport = Array.FindIndex(Transports, known => known.Name == kept.Text("transport"u8));
            return kept.Integer("version"u8) == FormatVersion && kept.Text("launch"u8) == _launch && transport >= 0 && McpVersions.IsKnown(version)
                ? new Rung(version, Transports[transport].Transport)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
