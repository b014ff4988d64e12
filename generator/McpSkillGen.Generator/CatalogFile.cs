using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace McpSkillGen.Generator;

/// <summary>One catalog, as MSBuild passes it.</summary>
/// <param name="Path">Where it is, for diagnostics.</param>
/// <param name="Text">Its content.</param>
/// <param name="Name">The skill it becomes.</param>
/// <param name="RootNamespace">The namespace for the skill's types, as the project spells it.</param>
/// <param name="SkillFolder">The skill's folder, for a program outside it; null for an executor, which is inside.</param>
internal sealed record CatalogFile(string Path, string Text, SkillName Name, string? RootNamespace, string? SkillFolder)
{
    public SkillOwner Owner => new(Name, Path);

    public static bool IsCatalog(AdditionalText file) =>
        string.Equals(FileNameOf(file.Path), CatalogParser.FileName, StringComparison.OrdinalIgnoreCase);

    public static CatalogFile Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken stop)
    {
        var own = options.GetOptions(file);
        var name = Option(own, "build_metadata.AdditionalFiles.McpSkillName")
            ?? Option(options.GlobalOptions, "build_property.McpSkillName")
            ?? FolderOf(file.Path);
        var rootNamespace = Option(own, "build_metadata.AdditionalFiles.McpSkillNamespace")
            ?? Option(options.GlobalOptions, "build_property.RootNamespace");
        var folder = Option(own, "build_metadata.AdditionalFiles.McpSkillFolder");
        return new CatalogFile(file.Path, file.GetText(stop)?.ToString() ?? "", SkillName.From(name), rootNamespace, folder);
    }

    // MSBuild passes an empty string for what is not set.
    private static string? Option(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    private static string FileNameOf(string path) => path.Substring(LastSeparator(path) + 1);

    private static string FolderOf(string path) => LastSeparator(path) is > 0 and var end ? FileNameOf(path.Substring(0, end)) : "";

    // Both separators on every machine: paths in tests and in cross-built projects may be another machine's.
    private static int LastSeparator(string path) => path.LastIndexOfAny(['/', '\\']);
}
