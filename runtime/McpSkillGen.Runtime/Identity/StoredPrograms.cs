namespace McpSkillGen.Runtime.Identity;

/// <summary>Executor and host of a skill in the user's <see cref="SkillStore"/>. The folder of each is named after its content.</summary>
/// <param name="Executor">The executor's file.</param>
/// <param name="Host">The host's own file: the native program, or the portable assembly.</param>
internal sealed record StoredPrograms(string Executor, string Host)
{
    /// <summary>What the launcher puts before the caller's words: this, the skill's folder, and the host.</summary>
    public const string LaunchWord = "--in-skill";

    private const int LaunchWords = 3;

    /// <summary>Takes the launcher's words from the command line.</summary>
    /// <param name="args">The command line; without the launcher's words afterwards.</param>
    /// <param name="executor">The file of the running executor.</param>
    /// <returns>The skill that was launched; null if no launcher started this program.</returns>
    public static SkillFolder? TakeFrom(ref string[] args, string executor)
    {
        if (args.Length < LaunchWords || args[0] != LaunchWord)
        {
            return null;
        }

        var folder = SkillFolder.At(args[1]) with { Stored = new StoredPrograms(executor, args[2]) };
        args = args[LaunchWords..];
        return folder;
    }
}
