using McpSkillGen.Schema.Model;

namespace McpSkillGen.Schema.Tests.Model;

/// <summary>Types as tests spell them: what a type is made of, on one line.</summary>
internal static class TypeList
{
    public static string Show(TypeModel type, ToolModel tool) => type switch
    {
        TypeModel.List list => $"List<{Show(list.Item, tool)}>",
        TypeModel.Map map => $"Map<{Show(map.Value, tool)}>",
        TypeModel.Integer { IsUnsigned: true } => "Unsigned",
        TypeModel.Number { IsDecimal: true } => "Decimal",
        TypeModel.Union union => $"Union({string.Join(", ", Cases(union, tool))})",
        _ => type.GetType().Name,
    } + (type.IsNullable ? "?" : "");

    private static IEnumerable<string> Cases(TypeModel.Union union, ToolModel tool) => tool.NestedTypes.OfType<UnionDeclaration>()
        .Single(declaration => declaration.Name == union.Name).Cases
        .Select(one => $"{one.Name} {(one.Type is TypeModel.Union inner ? inner.Name : Show(one.Type, tool))}");
}
