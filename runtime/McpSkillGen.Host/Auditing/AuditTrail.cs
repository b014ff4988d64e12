using McpSkillGen.Host.Logging;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Auditing;

/// <summary>A line of JSON for every call of a skill, in a file of the user's state directory. Safe for many threads.</summary>
internal sealed class AuditTrail : IDisposable
{
    // Two files of this size are kept; a line without arguments is about 300 bytes.
    private const long MaxLength = 4 * 1024 * 1024;

    private readonly CallerLookup _callers = new();
    private readonly RotatingFile _file;
    private readonly ArgumentRedaction _redaction;

    private AuditTrail(RotatingFile file, ArgumentRedaction redaction, bool keepsArguments) =>
        (_file, _redaction, KeepsArguments) = (file, redaction, keepsArguments);

    public bool KeepsArguments { get; }

    /// <param name="config">Says whether there is one.</param>
    /// <param name="skill">The skill.</param>
    /// <param name="secrets">What must not be in it.</param>
    /// <param name="variable">Looks a variable up.</param>
    /// <param name="log">Told if it cannot be written.</param>
    /// <returns>Null if the config asks for none.</returns>
    public static AuditTrail? For(SkillConfig config, SkillFolder skill, IEnumerable<string> secrets, Func<string, string?> variable, HostLog log)
    {
        if (config.Audit is AuditKind.None)
        {
            return null;
        }

        var file = FileOf(skill, variable);
        try
        {
            UserDirectory.State.Prepare(UserDirectory.State.Locate(variable), Path.GetDirectoryName(file)!);
        }
        catch (IOException e)
        {
            log.Write($"Calls are not audited: {e.Message}");
            return null;
        }

        return new AuditTrail(new RotatingFile(file, MaxLength), new ArgumentRedaction(secrets), config.Audit is AuditKind.Arguments);
    }

    /// <summary>Where a skill's audit is. The older part is beside it, with <c>.1</c> at its end.</summary>
    public static string FileOf(SkillFolder skill, Func<string, string?> variable) =>
        Path.Combine(UserDirectory.State.Locate(variable), "audit", Fingerprint.NameFor(skill.Root) + ".ndjson");

    /// <summary>Who makes a call, while it is made.</summary>
    /// <param name="processId">Null if not known.</param>
    public Caller CallerOf(int? processId) => _callers.Find(processId);

    /// <summary>Writes one call.</summary>
    public void Write(AuditEntry entry)
    {
        _file.Add(entry.ToLine(DateTime.UtcNow, _redaction));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();
}
