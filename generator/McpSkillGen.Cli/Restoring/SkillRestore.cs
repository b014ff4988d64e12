using McpSkillGen.Cli.Building;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Storing;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Restoring;

/// <summary>Builds a skill's executor and host for this machine, unless they are in the store.</summary>
/// <param name="display">Where the stages are shown.</param>
internal sealed class SkillRestore(StageDisplay display)
{
    /// <exception cref="SkillException">It cannot be built.</exception>
    public async Task RunAsync(TextSkill skill, CancellationToken cancellationToken)
    {
        UserStore.Fill();
        display.Heading(skill.Name);
        var key = skill.Key;
        if (!key.StartsWith(ExecutorKey.PublishedMark) && ExecutorKey.Of(skill.Folder) != key)
        {
            key = ExecutorKey.Write(skill.Folder, skill.Name);
            display.Note($"Updated scripts/{skill.Name}.key, because the project or the catalog has changed. Commit it with them");
        }

        var stored = UserStore.ExecutorOf(UserStore.OfThisUser(), key, Platform.Rid);
        if (stored.IsFinal && (stored.IsWholeWith(Platform.Program(skill.Name)) || (!Toolchain.HasLinker() && stored.IsWholeWith($"{skill.Name}.dll"))))
        {
            display.Note("Everything is in the store already");
            return;
        }

        await display.RunAsync(
            "Building its programs for this machine, which takes a while",
            _ => ExecutorBuild.RunAsync(skill.Folder, skill.Name, cancellationToken),
            static _ => "Built its programs for this machine").ConfigureAwait(false);
    }
}
