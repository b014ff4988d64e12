namespace McpSkillGen.Tests.Shared;

/// <summary>Catalogs of real servers, which lie beside the repository on the machines that have them; never in it.</summary>
internal static class Corpus
{
    private static readonly string? Folder = Find();

    /// <summary>Every catalog's name; one empty name where there is no corpus, so that a test can say so.</summary>
    public static TheoryData<string> Names =>
        Folder is null
            ? [""]
            : [.. Directory.EnumerateFiles(Folder, "*.json")
                .Select(static file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal)];

    /// <summary>One catalog; skips the test where there is no corpus.</summary>
    public static string Read(string name)
    {
        Assert.SkipWhen(Folder is null, "There is no corpus: no folder above the tests has shared/corpus beside it.");
        return File.ReadAllText(Path.Combine(Folder, name + ".json"));
    }

    private static string? Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, "shared", "corpus");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
