using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>Moves secrets from a skill's own config to the <c>.env</c> beside it, as scaffolding does in its copy.</summary>
internal static class SecretsInPlace
{
    /// <param name="skill">The skill. Its config and <c>.env</c> are replaced by renames, and only if there are secrets.</param>
    /// <param name="name">The skill's name, for the names of variables.</param>
    /// <param name="config">The config as it was read.</param>
    /// <param name="text">Its bytes.</param>
    /// <param name="scratch">A folder on the same drive.</param>
    /// <returns>The config and what was moved out of it.</returns>
    public static SecretMove Move(SkillFolder skill, string name, SkillConfig config, ReadOnlyMemory<byte> text, string scratch)
    {
        var source = new ServerSource(null, config, skill.Root, text, []).From(skill.ConfigFile);
        var moved = SecretMove.Out(source, name, Environment.GetEnvironmentVariable);
        if (moved.Places.Count == 0)
        {
            return moved;
        }

        using var staged = StagedFolder.CreateIn(scratch);
        var next = new SkillFolder(staged.Path);
        SecretsFile.Write(moved, File.Exists(skill.SecretsFile) ? skill.SecretsFile : null, staged.Path);
        File.WriteAllBytes(next.ConfigFile, moved.Source.Text!.Value.Span);

        // The .env first: if this is interrupted in between, the config still has its secrets and works.
        File.Move(next.SecretsFile, skill.SecretsFile, overwrite: true);
        File.Move(next.ConfigFile, skill.ConfigFile, overwrite: true);
        return moved;
    }
}
