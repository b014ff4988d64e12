using System.Text;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Runtime.Identity;

/// <summary>
/// Shows whether a running host is still what the caller means: a 128-bit hash of everything that decides how the server is
/// launched. It detects changes between processes of one user and does not protect secrets, so it stays out of logs and
/// state files.
/// </summary>
/// <remarks>
/// FNV-1a, because SHA-256 would load OpenSSL into every warm call, which takes longer than the call. Variables are found
/// by scanning the config's bytes for <c>${NAME</c>, so the fast path never builds an object tree.
/// </remarks>
internal struct Fingerprint
{
    private static readonly UInt128 OffsetBasis = new(0x6c62272e07bb0142, 0x62b821756295c58d);
    private static readonly UInt128 Prime = new(0x0000000001000000, 0x000000000000013b);

    // Where logins are stored. The host uses it, and no server gets it.
    private static readonly string[] LoginVariables = ["MCP_SKILL_STATE_DIR", "XDG_STATE_HOME"];

    private UInt128 _state = OffsetBasis;

    public Fingerprint()
    {
    }

    /// <summary>Hashes everything that decides how a skill's server is launched, for client and host.</summary>
    /// <param name="folder">The skill.</param>
    /// <param name="executorFile">The skill's executor, whose rebuild makes a running host stale.</param>
    /// <param name="config">The config file, byte for byte.</param>
    /// <param name="secrets">The <c>.env</c> file, byte for byte; empty if there is none.</param>
    /// <param name="variable">Looks a variable up in the caller's environment.</param>
    /// <returns>32 lower-case hexadecimal digits.</returns>
    public static string Of(
        SkillFolder folder, string executorFile, ReadOnlySpan<byte> config, ReadOnlySpan<byte> secrets, Func<string, string?> variable) =>
        folder.Stored is { } stored
            ? Compute(config, secrets, variable, PlaceOf(stored.Host), PlaceOf(stored.Executor))
            : Compute(config, secrets, variable, HostProgram.Of(folder).File, executorFile);

    /// <inheritdoc cref="Of"/>
    /// <param name="config">The config file, byte for byte.</param>
    /// <param name="secrets">The <c>.env</c> file, byte for byte; empty if there is none.</param>
    /// <param name="variable">Looks a variable up in the caller's environment.</param>
    /// <param name="binaries">The programs whose rebuild makes a running host stale; a folder stands for what its name says.</param>
    public static string Compute(
        ReadOnlySpan<byte> config, ReadOnlySpan<byte> secrets, Func<string, string?> variable, params ReadOnlySpan<string> binaries)
    {
        var fingerprint = new Fingerprint();
        fingerprint.AddPart(config);
        fingerprint.AddPart(secrets);
        fingerprint.AddVariables(config, variable);
        fingerprint.AddValues(LoginVariables, variable);
        fingerprint.AddValues(InheritedVariables.Counted(), variable);
        foreach (var binary in binaries)
        {
            fingerprint.AddBinary(binary);
        }

        return fingerprint.ToString();
    }

    /// <summary>A short stable name for a path, for the instance's folder.</summary>
    /// <returns>16 lower-case hexadecimal digits.</returns>
    public static string NameFor(params ReadOnlySpan<string> parts)
    {
        var fingerprint = new Fingerprint();
        foreach (var part in parts)
        {
            fingerprint.AddPart(Encoding.UTF8.GetBytes(part));
        }

        return fingerprint.ToString()[16..];
    }

    /// <returns>32 lower-case hexadecimal digits.</returns>
    public override readonly string ToString() => _state.ToString("x32", null);

    private void AddVariables(ReadOnlySpan<byte> config, Func<string, string?> variable)
    {
        while (config.IndexOf("${"u8) is var start && start >= 0)
        {
            config = config[(start + 2)..];
            var name = Encoding.UTF8.GetString(config[..VariableName.LengthAt(config)]);
            AddPart(Encoding.UTF8.GetBytes(name));

            // Unset and empty differ: "${X:-default}" treats them alike, "${X}" does not.
            var value = variable(name);
            AddPart(value is null ? "-"u8 : Encoding.UTF8.GetBytes("+" + value));
        }
    }

    private void AddValues(IEnumerable<string> names, Func<string, string?> variable)
    {
        foreach (var name in names)
        {
            if (variable(name) is { Length: > 0 } value)
            {
                AddPart(Encoding.UTF8.GetBytes($"{name}={value}"));
            }
        }
    }

    // In the store, a program's folder is named after what is in it. The native program takes the portable one's place there
    // without making its host stale.
    private static string PlaceOf(string storedProgram) => Path.GetDirectoryName(storedProgram) + Path.DirectorySeparatorChar;

    private void AddBinary(string path)
    {
        if (path.Length > 0 && Path.EndsInDirectorySeparator(path))
        {
            AddPart(Encoding.UTF8.GetBytes(path));
            return;
        }

        // An empty path counts as a missing file: a host that was started by hand names no executor.
        var file = path.Length > 0 ? new FileInfo(path) : null;
        Span<byte> stamp = stackalloc byte[16];
        BitConverter.TryWriteBytes(stamp, file is { Exists: true } ? file.LastWriteTimeUtc.Ticks : 0);
        BitConverter.TryWriteBytes(stamp[8..], file is { Exists: true } ? file.Length : 0);
        AddPart(stamp);
    }

    // Each part ends with its length, so that different lists of parts never give the same bytes.
    private void AddPart(ReadOnlySpan<byte> part)
    {
        Add(part);
        Span<byte> length = stackalloc byte[4];
        BitConverter.TryWriteBytes(length, part.Length);
        Add(length);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        foreach (var b in bytes)
        {
            state = unchecked((state ^ b) * Prime);
        }

        _state = state;
    }
}
