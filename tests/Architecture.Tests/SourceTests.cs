using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>What .editorconfig asks of every C# file, and no compiler checks.</summary>
public sealed partial class SourceTests
{
    private static readonly string s_snapshots = Repository.PathOf(Path.Combine("tests", "McpSkillGen.Generator.Tests", "Snapshots"));

    [Fact]
    public void Lines_have_at_most_160_columns_beside_the_text_of_strings()
    {
        var limit = int.Parse(Limit().Match(File.ReadAllText(Repository.PathOf(".editorconfig"))).Groups["limit"].Value, CultureInfo.InvariantCulture);

        var tooLong = string.Join('\n', Repository.SourcesBelow("")
            .Where(static file => !file.StartsWith(s_snapshots, StringComparison.Ordinal))
            .SelectMany(file => LinesBeyond(limit, file)));

        Assert.Equal(160, limit);
        Assert.True(tooLong.Length == 0, tooLong);
    }

    private static IEnumerable<string> LinesBeyond(int limit, string file)
    {
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file), cancellationToken: TestContext.Current.CancellationToken);
        var strings = tree.GetRoot(TestContext.Current.CancellationToken)
            .DescendantNodes(static node => !IsString(node))
            .Where(IsString)
            .Select(static node => node.Span)
            .ToArray();
        return tree.GetText(TestContext.Current.CancellationToken).Lines
            .Where(line => line.Span.Length > limit)
            .Where(line => line.Span.Length - strings.Sum(span => span.Intersection(line.Span)?.Length ?? 0) > limit)
            .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.LineNumber + 1}");
    }

    private static bool IsString(SyntaxNode node) =>
        node is InterpolatedStringExpressionSyntax || node.Kind() is SyntaxKind.StringLiteralExpression or SyntaxKind.Utf8StringLiteralExpression;

    [GeneratedRegex(@"^\[\*\.cs\]\n(?:[^[].*\n)*?max_line_length = (?<limit>\d+)$", RegexOptions.Multiline)]
    private static partial Regex Limit();
}
