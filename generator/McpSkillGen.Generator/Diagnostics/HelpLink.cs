using System.Reflection;

namespace McpSkillGen.Generator.Diagnostics;

/// <summary>Where a diagnostic is explained: one page per id.</summary>
internal static class HelpLink
{
    // Directory.Build.props says where the project is published. The SDK writes that into every assembly.
    private static readonly string Repository = typeof(HelpLink).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(static metadata => metadata.Key == "RepositoryUrl").Value;

    public static string For(string id) => $"{Repository}/blob/main/docs/diagnostics/{id}.md";
}
