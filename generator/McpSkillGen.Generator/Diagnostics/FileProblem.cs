using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace McpSkillGen.Generator.Diagnostics;

/// <summary>A problem and its file: all that a diagnostic needs, but comparable.</summary>
internal sealed record FileProblem(string Path, CatalogProblem Problem)
{
    public Diagnostic ToDiagnostic()
    {
        var (start, end) = (Problem.Span.Start, Problem.Span.End);
        var location = Location.Create(
            Path, TextSpan.FromBounds(start.Offset, end.Offset), new LinePositionSpan(Line(start), Line(end)));
        return Diagnostic.Create(DiagnosticCatalog.DescriptorOf(Problem.Kind), location, Problem.Subject, Problem.Detail);
    }

    private static LinePosition Line(JsonPosition position) => new(position.Line, position.Column);
}
