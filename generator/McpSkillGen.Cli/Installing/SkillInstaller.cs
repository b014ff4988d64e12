using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Installing;

/// <summary>The outcome for one place.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Agents">The agents it is for.</param>
/// <param name="Outcome"><c>copied</c>, <c>linked</c>, <c>replaced</c>, <c>unchanged</c>, <c>removed</c>.</param>
internal sealed record PlaceOutcome(string Path, IReadOnlyList<string> Agents, string Outcome);

/// <summary>
/// Puts skills where agents look for them, and removes them again. Everything is checked first, then each place changes by a
/// rename. Other things than the same skill are left alone.
/// </summary>
/// <param name="force">Replace or remove other things too.</param>
/// <param name="stopHostsAsync">Stops the hosts of a skill's folder, which run from what is about to be removed.</param>
internal sealed class SkillInstaller(bool force, Func<string, CancellationToken, Task> stopHostsAsync)
{
    /// <param name="skill">What to install.</param>
    /// <param name="places">Where.</param>
    /// <param name="cancellationToken">Stops between two places.</param>
    /// <exception cref="SkillException">Something else is in the way. Nothing was changed.</exception>
    public async Task<IReadOnlyList<PlaceOutcome>> InstallAsync(SkillOnDisk skill, IReadOnlyList<InstallPlace> places, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            RequireReplaceable(skill, place);
        }

        var outcomes = new List<PlaceOutcome>();
        foreach (var place in places)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcomes.Add(new PlaceOutcome(place.Path, place.Agents, await InstallAtAsync(skill, place, cancellationToken).ConfigureAwait(false)));
        }

        return outcomes;
    }

    /// <param name="name">The skill's name.</param>
    /// <param name="places">Where it may be.</param>
    /// <param name="cancellationToken">Stops between two places.</param>
    /// <returns>What was removed; may be empty.</returns>
    /// <exception cref="SkillException">mcpgen did not make what is there, or its host does not stop.</exception>
    public async Task<IReadOnlyList<PlaceOutcome>> UninstallAsync(string name, IReadOnlyList<InstallPlace> places, CancellationToken cancellationToken)
    {
        var taken = places.Where(static place => place.IsTaken).ToArray();
        foreach (var place in taken.Where(place => !force && place.Skill is not ({ IsOurs: true } or { IsGuide: true }) && !place.IsDanglingLink))
        {
            throw new SkillException(
                ExitCode.WrongEnvironment, $"mcpgen did not make '{place.Path}'. Nothing was removed. Remove it yourself, or with: mcpgen uninstall {name} --force");
        }

        // Links first, so that an interruption leaves no link to nowhere.
        foreach (var place in taken.OrderByDescending(static place => place.IsLink))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await RemoveAsync(place, cancellationToken).ConfigureAwait(false);
        }

        return [.. taken.Select(static place => new PlaceOutcome(place.Path, place.Agents, "removed"))];
    }

    private void RequireReplaceable(SkillOnDisk skill, InstallPlace place)
    {
        if (force || !place.IsTaken || place.IsDanglingLink)
        {
            return;
        }

        switch (place.Skill)
        {
            case null:
                throw InTheWay(place, "is not a skill");
            case { IsGuide: true } when skill.IsGuide:
                return;
            case { IsOurs: false }:
                throw InTheWay(place, "is a skill that mcpgen did not make");
            case var there when there.Name != skill.Name || there.Server != skill.Server:
                throw InTheWay(place, $"is a skill of another server, {there.Server}");
            case var there when place is { LinkTo: not null, IsLink: false } && there.Folder != skill.Folder:
                throw InTheWay(place, "is a copy, which may have secrets of its own");
        }
    }

    private static SkillException InTheWay(InstallPlace place, string what) =>
        new(ExitCode.WrongEnvironment, $"'{place.Path}' {what}. Nothing was changed. Remove it, or replace it with --force.");

    private async Task<string> InstallAtAsync(SkillOnDisk skill, InstallPlace place, CancellationToken cancellationToken)
    {
        if (place.Skill?.Folder == skill.Folder && (place.LinkTo is not null || !place.IsLink))
        {
            // It is already there: the skill itself, or a link to it.
            return "unchanged";
        }

        var wasTaken = place.IsTaken;
        var parent = Path.GetDirectoryName(place.Path)!;
        using var staged = StagedFolder.CreateIn(parent);
        if (place.LinkTo is { } target && TryLink(staged.Path, target))
        {
            await RemoveAsync(place, cancellationToken).ConfigureAwait(false);
            Directory.Move(staged.Path, place.Path);
            return "linked";
        }

        SkillCopy.Write(skill.Folder, staged.Path);
        KeepSecrets(place.Path, staged.Path);
        if (place.IsLink)
        {
            await RemoveAsync(place, cancellationToken).ConfigureAwait(false);
        }
        else if (wasTaken)
        {
            await stopHostsAsync(place.Path, cancellationToken).ConfigureAwait(false);
        }

        staged.MoveTo(place.Path);
        return wasTaken ? "replaced" : "copied";
    }

    // Secrets that only the installed copy has.
    private static void KeepSecrets(string installed, string staged)
    {
        var (kept, copy) = (new SkillFolder(installed).SecretsFile, new SkillFolder(staged).SecretsFile);
        if (File.Exists(kept) && !File.Exists(copy))
        {
            PrivateFile.Replace(copy, File.ReadAllBytes(kept));
        }
    }

    // In the staged folder's place, so that it is put in the skill's place by a rename too.
    private static bool TryLink(string place, string target)
    {
        Directory.Delete(place);
        try
        {
            Directory.CreateSymbolicLink(place, target);
            return true;
        }
        catch (Exception e) when (OperatingSystem.IsWindows() && e is IOException or UnauthorizedAccessException)
        {
            // On Windows, only developers and administrators may create links. A copy works too.
            Directory.CreateDirectory(place);
            return false;
        }
    }

    private async Task RemoveAsync(InstallPlace place, CancellationToken cancellationToken)
    {
        if (!place.IsTaken)
        {
            return;
        }

        if (place.IsLink)
        {
            // The link, never what it leads to. Only Windows treats links to folders differently.
            if (OperatingSystem.IsWindows() && Directory.Exists(place.Path))
            {
                Directory.Delete(place.Path);
                return;
            }

            File.Delete(place.Path);
            return;
        }

        if (File.Exists(place.Path))
        {
            File.Delete(place.Path);
            return;
        }

        await stopHostsAsync(place.Path, cancellationToken).ConfigureAwait(false);
        var aside = Path.Combine(Path.GetDirectoryName(place.Path)!, $".mcpgen-{Guid.NewGuid():n}"[..16]);
        Directory.Move(place.Path, aside);
        Directory.Delete(aside, recursive: true);
    }
}
