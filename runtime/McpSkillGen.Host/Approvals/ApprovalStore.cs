using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Approvals;

/// <summary>
/// The calls of one skill that wait for a person, and those that a person has agreed to: a private file each, in the user's state
/// directory. Shared by all hosts of the skill.
/// </summary>
internal sealed class ApprovalStore
{
    /// <summary>How long a call waits for a person.</summary>
    public static readonly TimeSpan WaitTime = TimeSpan.FromHours(1);

    /// <summary>How long the caller has to make a call once that a person agreed to.</summary>
    public static readonly TimeSpan UseTime = TimeSpan.FromMinutes(10);

    // A caller that invents calls must not fill the disk. The oldest ones go first.
    private const int MaxFiles = 100;

    private readonly string _stateDirectory;
    private readonly string _folder;

    /// <param name="skill">The skill whose calls they are.</param>
    /// <param name="variable">Looks a variable up.</param>
    public ApprovalStore(SkillFolder skill, Func<string, string?> variable)
    {
        _stateDirectory = UserDirectory.State.Locate(variable);
        _folder = Path.Combine(_stateDirectory, "approvals", Fingerprint.NameFor(skill.Root));
    }

    /// <summary>Lets a call through that a person has agreed to. Once agreed to, once used, by whichever caller comes first.</summary>
    public bool TryUse(CallDigest call, DateTime now)
    {
        if (Read(FileOf(call.Id), now) is not { IsAgreed: true } approval || approval.Digest != call.Hex)
        {
            return false;
        }

        if (approval.IsLasting)
        {
            return true;
        }

        // Only one caller can move a file. What it has moved is what counts: it may not be what was there before.
        var taken = Path.Combine(_folder, $"{call.Id}.{Guid.NewGuid():n}.used");
        try
        {
            File.Move(FileOf(call.Id), taken);
            var isIt = Read(taken, now) is { IsAgreed: true } used && used.Digest == call.Hex;
            File.Delete(taken);
            return isIt;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Remembers a call that waits for a person.</summary>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public void Request(CallDigest call, string rule, IReadOnlyList<string> shown, DateTime now)
    {
        UserDirectory.State.Prepare(_stateDirectory, Path.GetDirectoryName(_folder)!, _folder);
        Tidy(now);
        if (Read(FileOf(call.Id), now) is { IsAgreed: true } approval && approval.Digest == call.Hex)
        {
            return;
        }

        Write(new Approval(call.Id, call.Hex, rule, shown, now + WaitTime, IsAgreed: false, IsLasting: false));
    }

    /// <summary>The calls that wait for a person.</summary>
    public IReadOnlyList<Approval> Waiting(DateTime now) => [.. Files().Select(file => Read(file, now)).OfType<Approval>().Where(static one => !one.IsAgreed)];

    /// <returns>Null if no call waits under this name.</returns>
    public Approval? Find(string id, DateTime now) => CallDigest.IsId(id) && Read(FileOf(id), now) is { IsAgreed: false } waiting ? waiting : null;

    /// <summary>A person has agreed.</summary>
    /// <param name="shown">What the person has seen.</param>
    /// <param name="duration">How long the call may be made again and again; null for once.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public void Agree(Approval shown, TimeSpan? duration, DateTime now) =>
        Write(shown with { IsAgreed = true, IsLasting = duration is not null, Expires = now + (duration ?? UseTime) });

    private string FileOf(string id) => Path.Combine(_folder, id + ".json");

    private string[] Files() => Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*.json") : [];

    private void Write(Approval approval) => PrivateFile.Replace(FileOf(approval.Id), approval.ToBytes().Span);

    private void Tidy(DateTime now)
    {
        foreach (var file in Files().Where(file => Read(file, now) is null).Concat(Files().OrderByDescending(File.GetLastWriteTimeUtc).Skip(MaxFiles)))
        {
            File.Delete(file);
        }
    }

    /// <returns>Null if there is none, or it has ended, or it is not this user's alone.</returns>
    private Approval? Read(string file, DateTime now)
    {
        try
        {
            if (!File.Exists(file) || (!OperatingSystem.IsWindows() && (UserDirectory.WhyOpen(_folder) ?? UserDirectory.WhyOpen(file)) is not null))
            {
                return null;
            }

            return Approval.Parse(Path.GetFileName(file).Split('.')[0], File.ReadAllBytes(file)) is { } approval && approval.Expires > now ? approval : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
