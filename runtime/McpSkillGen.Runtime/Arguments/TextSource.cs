using System.Text;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>
/// Where a value's text comes from: the argument itself, <c>@FILE</c>, or <c>-</c> for standard input; <c>@@</c> stands for
/// <c>@</c> at the beginning of a text.
/// </summary>
internal static class TextSource
{
    /// <returns>The text, or null with a problem added.</returns>
    public static string? Read(string argument, string what, List<string> problems)
    {
        if (argument == "-")
        {
            using var input = new StreamReader(StandardStreams.OpenInput(), Encoding.UTF8);
            return input.ReadToEnd();
        }

        if (argument is not ['@', ..])
        {
            return argument;
        }

        if (argument is ['@', '@', ..])
        {
            return argument[1..];
        }

        try
        {
            return File.ReadAllText(argument[1..]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"{what}: the file '{argument[1..]}' cannot be read: {e.Message} To pass text that begins with @, write @@.");
            return null;
        }
    }
}
