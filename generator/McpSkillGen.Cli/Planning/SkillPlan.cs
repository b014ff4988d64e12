using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Planning;

/// <summary>Everything that the templates show. They compute nothing themselves.</summary>
/// <param name="Name">The name of the skill, its folder, its executor and its project.</param>
/// <param name="Page">SKILL.md.</param>
/// <param name="Tools">The pages in references/, one per tool.</param>
/// <param name="Project">The project in executor/.</param>
/// <param name="HarmlessCalls">Read-only calls that may be tried, the most promising first.</param>
/// <param name="HarmlessUsage">How the most promising of them is written, without values.</param>
internal sealed record SkillPlan(
    string Name, SkillPage Page, IReadOnlyList<ToolPage> Tools, ExecutorProject Project, IReadOnlyList<ExampleCall> HarmlessCalls, string HarmlessUsage)
{
    /// <summary>The same plan after the calls were tried and failed: nobody is shown a call that does not work.</summary>
    public SkillPlan WithoutMadeUpCall() => this with { Page = Page with { Example = HarmlessUsage } };

    /// <summary>The same plan with a call that was tried and worked.</summary>
    public SkillPlan WithWorkedCall(ExampleCall call) => this with { Page = Page with { Example = call.CommandLine, IsVerified = true } };
}

/// <summary>SKILL.md.</summary>
/// <param name="Title">The server as people call it.</param>
/// <param name="Description">What the skill does and when to use it.</param>
/// <param name="Compatibility">What it needs. Never empty, because an executor is built on each machine.</param>
/// <param name="Generator">Who made it.</param>
/// <param name="CatalogHash">What it was made from.</param>
/// <param name="Instructions">The server's instructions for a model, quoted and shortened; may be empty.</param>
/// <param name="Example">A complete command line, without the program.</param>
/// <param name="IsVerified">Whether the example was run and worked.</param>
/// <param name="ToolCount">How many tools there are.</param>
/// <param name="Tools">The tools with usage and summary; empty if there are too many for that.</param>
/// <param name="Themes">The tools by name only, if there are many.</param>
/// <param name="HasResources">Whether the server declares resources.</param>
/// <param name="HasPrompts">Whether the server declares prompts.</param>
/// <param name="Destructive">Commands that the server marks as destructive; empty if they are too many to list.</param>
/// <param name="DestructiveCount">How many there are.</param>
/// <param name="KeepAlive">"for 1 hour", "until it is stopped"; empty if every call has its own server.</param>
/// <param name="RelativePaths">Where relative paths start, as the end of a sentence; empty if the server is elsewhere.</param>
internal sealed record SkillPage(
    string Title,
    string Description,
    string Compatibility,
    string Generator,
    string CatalogHash,
    IReadOnlyList<string> Instructions,
    string Example,
    bool IsVerified,
    int ToolCount,
    IReadOnlyList<ToolLine> Tools,
    IReadOnlyList<ToolTheme> Themes,
    bool HasResources,
    bool HasPrompts,
    IReadOnlyList<string> Destructive,
    int DestructiveCount,
    string KeepAlive,
    string RelativePaths);

/// <summary>One tool in SKILL.md.</summary>
internal sealed record ToolLine(string Usage, string Summary);

/// <summary>One page in references/.</summary>
/// <param name="Command">The executor's command, and the file's name.</param>
/// <param name="WireName">The server's spelling.</param>
/// <param name="Title">The server's display name; may be empty.</param>
/// <param name="Description">The server's description, quoted, shortened, without markup.</param>
/// <param name="Effects">What the server says about its effects: "read-only", "destructive".</param>
/// <param name="Usage">The whole command, optional flags in brackets.</param>
/// <param name="Flags">Every flag, and what is inside those that take JSON.</param>
/// <param name="RenamedFlags">How flags of every command are spelled here, because the tool has one of that name; may be empty.</param>
/// <param name="IsCut">Whether a shape on the page is not shown whole.</param>
/// <param name="Example">A complete command line, without the program.</param>
/// <param name="ExampleJson">The same call's arguments as JSON, quoted for a shell.</param>
/// <param name="ResultFields">The properties of the structured result; may be empty.</param>
/// <param name="Code">The C# statements of a call.</param>
/// <param name="Types">The C# types of arguments and result.</param>
internal sealed record ToolPage(
    string Command,
    string WireName,
    string Title,
    IReadOnlyList<string> Description,
    string Effects,
    string Usage,
    IReadOnlyList<FlagRow> Flags,
    string RenamedFlags,
    bool IsCut,
    string Example,
    string ExampleJson,
    string ResultFields,
    string Code,
    IReadOnlyList<string> Types);

/// <summary>One flag of a tool, or a value inside the JSON of one.</summary>
/// <param name="Indentation">What stands before its bullet.</param>
/// <param name="Spelled">With a placeholder for its value, as code.</param>
/// <param name="Remarks">What its spelling does not show: "required; default 5"; may be empty.</param>
/// <param name="Description">The server's description, shortened and without markup; may be empty.</param>
internal sealed record FlagRow(string Indentation, string Spelled, string Remarks, string Description);

/// <summary>The project in executor/.</summary>
/// <param name="Namespace">A valid C# namespace.</param>
/// <param name="ClassName">The generated client's class.</param>
/// <param name="Package">The package McpSkillGen that it is built with.</param>
internal sealed record ExecutorProject(string Namespace, string ClassName, CarriedPackage Package);

/// <summary>What the plan depends on, other than the server.</summary>
/// <param name="Config">The config that the skill will have.</param>
/// <param name="Package">The package McpSkillGen.</param>
/// <param name="GeneratorVersion">The version of mcpgen.</param>
internal sealed record PlanInputs(SkillConfig Config, CarriedPackage Package, string GeneratorVersion);
