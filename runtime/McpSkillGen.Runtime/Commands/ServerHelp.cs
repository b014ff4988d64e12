using System.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>What <c>--help</c> prints for the commands about what a server offers beside tools.</summary>
internal static class ServerHelp
{
    /// <param name="skill">The executor's name.</param>
    /// <param name="command"><c>resources</c> or <c>prompts</c>.</param>
    public static string For(string skill, string command)
    {
        var text = new StringBuilder(command is "resources"
            ? $"""
            {skill} resources: what the server has to read. Asks the server each time.

            Usage:
              {skill} resources list                        resources, and templates of their URIs
              {skill} resources read URI                    texts as they are, anything else as the path of a file
              {skill} resources complete TEMPLATE VARIABLE [BEGINNING] [--with NAME=VALUE ...]
                                                            the values that the server suggests for a template's variable

            """
            : $"""
            {skill} prompts: the server's prompts. Asks the server each time.

            Usage:
              {skill} prompts list                          prompts and their arguments
              {skill} prompts get NAME [--argument TEXT ...]  the prompt's messages; its own flags: {skill} prompts get NAME --help
              {skill} prompts complete NAME ARGUMENT [BEGINNING] [--with NAME=VALUE ...]
                                                            the values that the server suggests for an argument

            """);
        HelpText.AppendGlobalFlags(text);
        return text.ToString();
    }
}
