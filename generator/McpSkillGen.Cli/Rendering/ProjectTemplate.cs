using System.Text;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Rendering;

/// <summary>
/// The content of <c>dotnet new mcp-skill</c>: the files that <c>mcpgen scaffold</c> writes before it asks the server, from
/// the same templates, with placeholders that <c>template.json</c> replaces.
/// </summary>
internal static class ProjectTemplate
{
    // template.json has the same spellings. The numbers appear nowhere else in the files.
    private const string SkillName = "skill-stand-in";
    private const string Namespace = "NamespaceStandIn";
    private const string ClassName = "ClassStandIn";
    private const int IdleSeconds = 123456789;
    private const int CallSeconds = 987654321;

    /// <param name="package">The package McpSkillGen that the template carries.</param>
    /// <returns>The files by their path in the template.</returns>
    public static IEnumerable<(string Path, string Text)> Files(CarriedPackage package)
    {
        foreach (var file in SkillFiles.RenderProject(Plan(package)))
        {
            yield return file;
        }

        yield return ("mcp-config.json", WithOptionalArguments(Config(new SkillConfig { Command = "command-stand-in", Arguments = ["arguments-stand-in"] })));
        yield return ("mcp-config.http.json", Config(new SkillConfig { Transport = TransportKind.Http, Url = "url-stand-in" }));
    }

    private static string Config(SkillConfig server) => Encoding.UTF8.GetString(ConfigWriter.Write(server with
    {
        Name = SkillName,
        KeepAlive = server.KeepAlive with { IdleTimeout = TimeSpan.FromSeconds(IdleSeconds) },
        CallTimeout = TimeSpan.FromSeconds(CallSeconds),
    }));

    // A server without arguments gets no list instead of an empty one.
    private static string WithOptionalArguments(string config)
    {
        const string Start = "  \"args\": [\n";
        const string End = "  ],\n";
        var at = config.IndexOf(Start, StringComparison.Ordinal);
        var end = config.IndexOf(End, at, StringComparison.Ordinal) + End.Length;
        return $"{config[..at]}//#if (hasArguments)\n{config[at..end]}//#endif\n{config[end..]}";
    }

    // The first build writes the pages, when it knows the server.
    private static SkillPlan Plan(CarriedPackage package) => new(
        SkillName,
        new SkillPage("", "", "", "", "", [], "", false, 0, [], [], false, false, [], 0, "", ""),
        [],
        new ExecutorProject(Namespace, ClassName, package),
        [],
        "");
}
