using McpSkillGen.Schema.Model;
using static McpSkillGen.Generator.Emission.RuntimeTypes;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits the methods that read a result: directly, without reflection, and strictly.</summary>
internal static class ReadEmitter
{
    public static void EmitRecord(CodeWriter code, ObjectDeclaration record, string container)
    {
        var names = TypeNames.Within(record, container);
        using (code.Open($"internal static {record.Name} Read({ResultValue} value) => new()", "{", "};"))
        {
            foreach (var property in record.Properties)
            {
                code.Line($"{property.Name} = {Property(property, names)},");
            }

            if (record.Others is { } others)
            {
                var except = string.Concat(record.Properties.Select(static property => ", " + Literal.Text(property.WireName)));
                code.Line($"{others.Name} = value.Map{Argument(others.Value, names)}({Reader(others.Value, names, depth: 1)}{except}),");
            }
        }
    }

    public static void EmitUnion(CodeWriter code, UnionDeclaration union, string container)
    {
        using (code.Braces($"internal static {union.Name} Read({ResultValue} value)"))
        {
            // The most demanding case first: a value that meets it also meets those that demand less.
            foreach (var one in union.Cases.OrderByDescending(static one => one.Constants.Count).ThenByDescending(static one => one.RequiredProperties.Count))
            {
                EmitCase(code, one, TypeNames.Within(union, container));
            }

            code.Line("return new Json(value.Json);");
        }
    }

    /// <summary>The expression that reads a value of a type.</summary>
    public static string Expression(TypeModel type, string value, TypeNames names) => type.IsNullable
        ? Nullable(type, value, names, depth: 1)
        : Present(type, value, names, depth: 1);

    private static void EmitCase(CodeWriter code, UnionCase one, TypeNames names)
    {
        var conditions = new List<string>();
        conditions.AddRange(one.Constants.Select(static constant => $"value.Says({Literal.Text(constant.WireName)}, {Literal.Text(constant.Value)})"));
        var required = one.RequiredProperties.Where(name => one.Constants.All(constant => constant.WireName != name)).Select(Literal.Text).ToList();
        if (required.Count > 0 || (one.Type is TypeModel.Object && conditions.Count == 0))
        {
            conditions.Add($"value.Has({string.Join(", ", required)})");
        }

        var read = Present(one.Type, "value", names, depth: 1);
        if (KindTest(one.Type) is { } test)
        {
            conditions.Add(test);
        }

        if (one.IsAmbiguous && one.Constants.Count == 0 && one.Type is not (TypeModel.Text or TypeModel.Enum))
        {
            var local = char.ToLowerInvariant(one.Name[0]) + one.Name.Substring(1) + "_";
            conditions.Add($"value.TryRead({Reader(one.Type, names, depth: 1)}, out var {local})");
            read = local;
        }

        using (code.Braces($"if ({string.Join(" && ", conditions)})"))
        {
            code.Line($"return new {one.Name}({read});");
        }

        code.Line();
    }

    private static string? KindTest(TypeModel type) => type switch
    {
        TypeModel.Text or TypeModel.Enum => "value.IsText",
        TypeModel.Integer => "value.IsInteger",
        TypeModel.Number => "value.IsNumber",
        TypeModel.Boolean => "value.IsBoolean",
        TypeModel.List => "value.IsList",
        TypeModel.Map => "value.IsObject",
        _ => null,
    };

    private static string Property(PropertyModel property, TypeNames names)
    {
        var name = Literal.Text(property.WireName);
        return property.Presence is Presence.Required
            ? Expression(property.Type, $"value.Required({name})", names)
            : IfAny(property.Type, $"value.Optional({name})", names, depth: 1);
    }

    private static string Nullable(TypeModel type, string value, TypeNames names, int depth) => IfAny(type, value + ".OrNull()", names, depth);

    private static string IfAny(TypeModel type, string value, TypeNames names, int depth) => type is TypeModel.Named
        ? $"{value}?.Read({Reader(type with { IsNullable = false }, names, depth)})"
        : Present(type, value + "?", names, depth);

    private static string Present(TypeModel type, string value, TypeNames names, int depth) => type switch
    {
        TypeModel.Text => $"{value}.Text()",
        TypeModel.Integer { IsUnsigned: true } => $"{value}.UnsignedInteger()",
        TypeModel.Integer => $"{value}.Integer()",
        TypeModel.Number { IsDecimal: true } => $"{value}.Decimal()",
        TypeModel.Number => $"{value}.Number()",
        TypeModel.Boolean => $"{value}.Boolean()",
        TypeModel.List list => $"{value}.List{Argument(list.Item, names)}({Reader(list.Item, names, depth)})",
        TypeModel.Map map => $"{value}.Map{Argument(map.Value, names)}({Reader(map.Value, names, depth)})",
        TypeModel.Named named => $"{names.Of(named.Name)}.Read({value})",
        _ => $"{value}.Json",
    };

    // Without it, the compiler infers the type of a lambda inside a lambda anew for each one around it: twice as long for each level.
    private static string Argument(TypeModel type, TypeNames names) =>
        type is TypeModel.List or TypeModel.Map ? $"<{TypeText.Of(type, names)}>" : "";

    // A lambda inside a lambda needs another parameter name.
    private static string Reader(TypeModel type, TypeNames names, int depth)
    {
        if (type is TypeModel.Named { IsNullable: false } named)
        {
            return $"{names.Of(named.Name)}.Read";
        }

        var item = depth == 1 ? "item" : FormattableString.Invariant($"item{depth}");
        return $"static {item} => {(type.IsNullable ? Nullable(type, item, names, depth + 1) : Present(type, item, names, depth + 1))}";
    }
}
