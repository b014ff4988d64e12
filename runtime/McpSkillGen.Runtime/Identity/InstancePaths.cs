namespace McpSkillGen.Runtime.Identity;

/// <summary>The runtime files of one instance, below the user's <see cref="UserDirectory.Runtime"/>.</summary>
/// <param name="Folder">Absolute; named after a hash of the skill's folder, so skills of the same name do not collide.</param>
internal sealed record InstancePaths(string Folder)
{
    /// <summary>Held by the host for its life: the only truth about liveness.</summary>
    public string InstanceLock => Path.Combine(Folder, "instance.lock");

    /// <summary>Held by a client while it starts a host, so that two clients do not start two.</summary>
    public string StartLock => Path.Combine(Folder, "start.lock");

    /// <summary>Held by the host and by the guards of its server: free when nothing of a killed host's server is left.</summary>
    public string ServerLock => Path.Combine(Folder, "server.lock");

    /// <summary>The Unix socket. Bound and unlinked only by the holder of <see cref="InstanceLock"/>.</summary>
    public string Socket => Path.Combine(Folder, "s");

    /// <summary>The host's log: names, sizes and durations; never arguments, results or values.</summary>
    public string Log => Path.Combine(Folder, "host.log");

    /// <summary>The older part of <see cref="Log"/>.</summary>
    public string OlderLog => Log + ".1";

    /// <summary>Calls and their durations, kept from one host to the next. Written only by the holder of <see cref="InstanceLock"/>.</summary>
    public string Statistics => Path.Combine(Folder, "stats.json");

    /// <summary>Whose instance it is, because the folder's name is a hash.</summary>
    public string Description => Path.Combine(Folder, "instance.json");

    /// <summary>The folder's name, which is the instance's id.</summary>
    public string Id => Path.GetFileName(Folder);

    /// <summary>Lets the next host find the server's processes if this host is killed.</summary>
    public string LaunchTrace => Path.Combine(Folder, "launch");

    /// <summary>How the server was last connected to, so that the next start is faster. Nothing depends on it.</summary>
    public string Handshake => Path.Combine(Folder, "handshake.json");

    /// <param name="runtimeDirectory">The user's runtime directory.</param>
    /// <param name="skillFolder">The skill the instance serves.</param>
    /// <param name="workspace">The caller's project root under <c>"scope": "workspace"</c>; otherwise null.</param>
    public static InstancePaths For(string runtimeDirectory, SkillFolder skillFolder, string? workspace = null) =>
        new(Path.Combine(runtimeDirectory, Fingerprint.NameFor(skillFolder.Root, workspace ?? "")));
}
