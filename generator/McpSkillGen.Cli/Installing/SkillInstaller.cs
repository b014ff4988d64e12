using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Installing;

/// <summary>What became of one place.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Agents">The agents that it is for.</param>
/// <param name="Outcome"><c>copied</c>, <c>linked</c>, <c>replaced</c>, <c>unchanged</c>, <c>removed</c>.</param>
internal sealed record PlaceOutcome(string Path, IReadOnlyList<string> Agents, string Outcome);

/// <summary>
/// Puts skills where agents look for them, and takes them away again. Each place changes by a rename, after everything
/// was checked; what is not the same skill is left alone.
/// </summary>
/// <param name="force">Replace or remove what is not the same skill too.</param>
/// <param name="stopHostsAsync">Stops the hosts of a skill's folder: they run from what is about to be taken away.</param>
internal sealed class SkillInstaller(bool force, Func<string, CancellationToken, Task> stopHostsAsync)
{
    /// <param name="skill">What is installed.</param>
    /// <param name="places">Where.</param>
    /// <param name="cancellationToken">Stops between two places.</param>
    /// <exception cref="SkillException">Something else is in the way; nothing was touched.</exception>
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

    /// <param name="name">The skill's.</param>
    /// <param name="places">Where it may be.</param>
    /// <param name="cancellationToken">Stops between two places.</param>
    /// <returns>What was there; empty where nothing was.</returns>
    /// <exception cref="SkillException">What is there is no skill of mcpgen's, or its host does not stop.</exception>
    public async Task<IReadOnlyList<PlaceOutcome>> UninstallAsync(string name, IReadOnlyList<InstallPlace> places, CancellationToken cancellationToken)
    {
        var taken = places.Where(static place => place.IsTaken).ToArray();
        foreach (var place in taken.Where(place => !force && place.Skill is not { IsOurs: true } && !place.IsDanglingLink))
        {
            throw new SkillException(
                ExitCode.WrongEnvironment, $"'{place.Path}' is no skill of mcpgen's. Nothing was removed. Remove it yourself, or with: mcpgen uninstall {name} --force");
        }

        // Links first: a link to nowhere is worse than none.
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
                throw InTheWay(place, "is no skill");
            case { IsOurs: false }:
                throw InTheWay(place, "is a skill that mcpgen did not make");
            case var there when there.Name != skill.Name || there.Server != skill.Server:
                throw InTheWay(place, $"is a skill of another server, {there.Server}");
            case var there when place is { LinkTo: not null, IsLink: false } && there.Folder != skill.Folder:
                throw InTheWay(place, "is a copy, which may hold secrets of its own");
        }
    }

    private static SkillException InTheWay(InstallPlace place, string what) =>
        new(ExitCode.WrongEnvironment, $"'{place.Path}' {what}. Nothing was touched. Remove it, or replace it with --force.");

    private async Task<string> InstallAtAsync(SkillOnDisk skill, InstallPlace place, CancellationToken cancellationToken)
    {
        if (place.Skill?.Folder == skill.Folder && (place.LinkTo is not null || !place.IsLink))
        {
            // It is there already: the skill itself, or a link to it.
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

    // What a person gave to the installed copy and to no other.
    private static void KeepSecrets(string installed, string staged)
    {
        var (kept, copy) = (new SkillFolder(installed).SecretsFile, new SkillFolder(staged).SecretsFile);
        if (File.Exists(kept) && !File.Exists(copy))
        {
            PrivateFile.Replace(copy, File.ReadAllBytes(kept));
        }
    }

    // In the staged folder's own place, so that it takes the skill's by a rename as well.
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
            // Windows lets only developers and administrators link: a copy does as well.
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
            // The link, never what it leads to. Only Windows tells links to folders from others.
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
