using McpSkillGen.Schema.Model;

namespace McpSkillGen.Generator.Emission;

/// <summary>How to name the types nested in a tool's record at one place in it, where members may hide them.</summary>
/// <param name="container">The tool's record.</param>
/// <param name="members">Other simple names that are in use here.</param>
internal sealed class TypeNames(string container, IEnumerable<string> members)
{
    private readonly HashSet<string> _members = new(members, StringComparer.Ordinal);

    public static TypeNames Within(ObjectDeclaration record, string container) =>
        new(container, record.Properties.Select(static property => property.Name));

    public static TypeNames Within(UnionDeclaration union, string container) =>
        new(container, union.Cases.Select(static one => one.Name).Append("Json"));

    public static TypeNames Outside(string container) => new(container, []);

    public string Of(string name) => _members.Contains(name) ? $"{container}.{name}" : name;

    /// <summary>The type's name from outside the tool's record.</summary>
    public string Whole(TypeModel type) => TypeText.Of(type, new TypeNames(container, Names(type)));

    private IEnumerable<string> Names(TypeModel type) => type switch
    {
        TypeModel.List list => Names(list.Item),
        TypeModel.Map map => Names(map.Value),
        TypeModel.Named named when named.Name != container => [named.Name],
        _ => [],
    };
}
