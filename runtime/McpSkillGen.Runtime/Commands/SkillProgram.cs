using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Commands;

/// <summary>The whole of an executor: reads the command line, makes the call, prints the result.</summary>
public static class SkillProgram
{
    /// <summary>Runs one command.</summary>
    /// <param name="definition">What the executor was generated for.</param>
    /// <param name="args">The program's arguments.</param>
    /// <returns>The process's exit code: see <see cref="ExitCode"/>.</returns>
    public static int Run(SkillDefinition definition, string[] args)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(args);
        try
        {
            var folder = StoredPrograms.TakeFrom(ref args, Path.Combine(AppContext.BaseDirectory, definition.Name))
                ?? SkillFolder.Find(AppContext.BaseDirectory);
            return (int)CommandTable.Run(new Skill(definition, folder), args);
        }
        catch (SkillException e)
        {
            StandardStreams.WriteErrorLine($"{definition.Name}: {e.Message}");
            return (int)e.ExitCode;
        }
        catch (Exception e)
        {
            // The edge of the process. An unexpected error may come after the call was handed over.
            StandardStreams.WriteErrorLine($"{definition.Name}: internal error, please report it. The tool may or may not have run.\n{e}");
            return (int)ExitCode.OutcomeUnknown;
        }
    }
}
