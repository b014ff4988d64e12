using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>The Markdown pages of the repository: links resolve, every page is listed, and named tests exist.</summary>
public sealed partial class DocsTests
{
    private const string Index = "docs/README.md";

    public static TheoryData<string> Pages => [.. PagesBelow(Repository.Root).Select(static page => Path.GetRelativePath(Repository.Root, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_a_heading(string page) =>
        Assert.Empty(LinksOf(page).Where(static link => !IsThere(link.File, link.Heading)).Select(static link => link.Text));

    [Fact]
    public void Every_page_is_in_the_index()
    {
        var listed = LinksOf(Index).Select(static link => link.File).ToHashSet();

        Assert.Empty(PagesBelow(Repository.PathOf("docs")).Except([.. listed, Repository.PathOf(Index)]));
    }

    [Theory]
    [InlineData("docs/lifetime.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Every_test_that_a_page_names_exists(string page)
    {
        var sources = Repository.SourcesBelow("tests").ToLookup(static file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        var tests = TestName().Matches(File.ReadAllText(Repository.PathOf(page))).ToArray();

        Assert.NotEmpty(tests);
        Assert.All(tests, test =>
        {
            var places = test.Groups["class"] is { Success: true } named ? sources[named.Value] : sources.SelectMany(static source => source);
            Assert.True(places.Any(text => text.Contains(test.Groups["name"].Value, StringComparison.Ordinal)), $"There is no test {test.Value}.");
        });
    }

    private static IEnumerable<string> PagesBelow(string folder) => Repository.FilesBelow(folder, "*.md");

    private static IEnumerable<(string Text, string File, string Heading)> LinksOf(string page)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(page))!;
        foreach (Match link in Link().Matches(Code().Replace(File.ReadAllText(Repository.PathOf(page)), "")))
        {
            var (file, heading) = (link.Groups["file"].Value, link.Groups["heading"].Value);
            yield return (link.Value, file.Length == 0 ? Repository.PathOf(page) : Path.GetFullPath(file, folder), heading);
        }
    }

    private static bool IsThere(string file, string heading) =>
        Path.Exists(file)
        && (heading.Length == 0
            || Heading().Matches(File.ReadAllText(file))
                .Select(static line => Anchor(line.Groups["text"].Value))
                .Contains(heading));

    // As GitHub makes it: lower case, without punctuation, spaces as hyphens.
    private static string Anchor(string heading) => Punctuation().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?![a-z]+:)(?<file>[^)#\s]*)(?:#(?<heading>[^)\s]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("`(?=[^`]*[a-z])(?:(?<class>[A-Za-z]+)[.])?(?<name>[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){2,})_?…?`")]
    private static partial Regex TestName();
}
