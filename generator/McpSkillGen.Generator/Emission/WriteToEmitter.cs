using System.Globalization;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits the statements that write a property: directly, without reflection, and nothing if it is absent.</summary>
internal static class WriteToEmitter
{
    private const string Writer = "writer";
    private const string Item = "item";
    private const string Present = "present";
    private const string PresentItem = "presentItem";
    private const string Key = "key";

    // "if (A is { } x)" declares x for the rest of the method, so each local is named after its property.
    private static readonly string[] OtherLocals = [Writer, Item, Present, PresentItem, Key];

    public static void EmitBody(CodeWriter code, ObjectDeclaration record)
    {
        code.Line("writer.WriteStartObject();");
        var wasBlock = false;
        foreach (var property in record.Properties)
        {
            var isBlock = property.Presence is not (Presence.Required or Presence.Constant) || !IsOneStatement(property.Type);
            if (isBlock || wasBlock)
            {
                code.Line();
            }

            EmitProperty(code, property);
            wasBlock = isBlock;
        }

        if (record.Others is { } others)
        {
            code.Line();
            var local = CSharpName.Local(others.Name, OtherLocals);
            using (code.Braces($"if ({others.Name} is {{ }} {local})"))
            {
                EmitEntries(code, local, others.Value, depth: 1);
            }

            wasBlock = true;
        }

        if (wasBlock)
        {
            code.Line();
        }

        code.Line("writer.WriteEndObject();");
    }

    /// <summary>The one call that writes a value by itself, unless that is a list or a map.</summary>
    public static string Statement(string value, TypeModel type) =>
        type is TypeModel.Named or TypeModel.Json ? $"{value}.WriteTo(writer)" : $"writer.{WriteMethod(type)}Value({value})";

    /// <summary>The statements that write a value by itself.</summary>
    public static void EmitValue(CodeWriter code, string value, TypeModel type) => EmitItem(code, value, type, depth: 0);

    private static bool IsOneStatement(TypeModel type) =>
        type is TypeModel.Text || (!type.IsNullable && type is TypeModel.Integer or TypeModel.Number or TypeModel.Boolean);

    private static void EmitProperty(CodeWriter code, PropertyModel property)
    {
        var name = Literal.Utf8(property.WireName);
        var local = CSharpName.Local(property.Name, OtherLocals);
        switch (property)
        {
            case { Presence: Presence.NullWhenAbsent }:
                using (code.Braces($"if ({property.Name} is {{ }} {local})"))
                {
                    EmitNamed(code, name, local, property.Type);
                }

                break;

            case { Presence: Presence.Optional }:
                using (code.Braces($"if ({property.Name}.TryGetValue(out var {local}))"))
                {
                    EmitNamed(code, name, local, property.Type);
                }

                break;

            case { Type: { IsNullable: true } and not TypeModel.Text }:
                EmitNullable(code, name, property.Name, local, property.Type);
                break;

            default:
                EmitNamed(code, name, property.Name, property.Type);
                break;
        }
    }

    private static void EmitNamed(CodeWriter code, string name, string value, TypeModel type, int depth = 1)
    {
        switch (type)
        {
            // WriteString already writes null for null.
            case { IsNullable: true } and not TypeModel.Text:
                EmitNullable(code, name, value, Numbered(Present, depth), type, depth);
                break;

            case TypeModel.Named or TypeModel.Json:
                code.Line($"writer.WritePropertyName({name});");
                code.Line($"{value}.WriteTo(writer);");
                break;

            case TypeModel.List list:
                code.Line($"writer.WriteStartArray({name});");
                EmitItems(code, value, list, depth);
                break;

            case TypeModel.Map map:
                code.Line($"writer.WriteStartObject({name});");
                EmitMembers(code, value, map, depth);
                break;

            default:
                code.Line($"writer.{WriteMethod(type)}({name}, {value});");
                break;
        }
    }

    private static void EmitNullable(CodeWriter code, string name, string value, string local, TypeModel type, int depth = 1)
    {
        using (code.Braces($"if ({value} is {{ }} {local})"))
        {
            EmitNamed(code, name, local, type with { IsNullable = false }, depth);
        }

        using (code.Braces("else"))
        {
            code.Line($"writer.WriteNull({name});");
        }
    }

    private static void EmitItem(CodeWriter code, string value, TypeModel type, int depth)
    {
        switch (type)
        {
            case { IsNullable: true } and not TypeModel.Text:
                var present = Numbered(PresentItem, depth);
                using (code.Braces($"if ({value} is {{ }} {present})"))
                {
                    EmitItem(code, present, type with { IsNullable = false }, depth);
                }

                using (code.Braces("else"))
                {
                    code.Line("writer.WriteNullValue();");
                }

                break;

            case TypeModel.List list:
                code.Line("writer.WriteStartArray();");
                EmitItems(code, value, list, depth + 1);
                break;

            case TypeModel.Map map:
                code.Line("writer.WriteStartObject();");
                EmitMembers(code, value, map, depth + 1);
                break;

            default:
                code.Line(Statement(value, type) + ";");
                break;
        }
    }

    private static void EmitItems(CodeWriter code, string value, TypeModel.List list, int depth)
    {
        var item = Numbered(Item, depth);
        using (code.Braces($"foreach (var {item} in {value})"))
        {
            EmitItem(code, item, list.Item, depth);
        }

        code.Line();
        code.Line("writer.WriteEndArray();");
    }

    private static void EmitMembers(CodeWriter code, string value, TypeModel.Map map, int depth)
    {
        EmitEntries(code, value, map.Value, depth);
        code.Line();
        code.Line("writer.WriteEndObject();");
    }

    private static void EmitEntries(CodeWriter code, string value, TypeModel type, int depth)
    {
        var (key, item) = (Numbered(Key, depth), Numbered(Item, depth));
        using (code.Braces($"foreach (var ({key}, {item}) in {value})"))
        {
            EmitNamed(code, key, item, type, depth + 1);
        }
    }

    private static string WriteMethod(TypeModel type) => type switch
    {
        TypeModel.Integer or TypeModel.Number => "WriteNumber",
        TypeModel.Boolean => "WriteBoolean",
        _ => "WriteString",
    };

    private static string Numbered(string name, int depth) => depth == 1 ? name : name + depth.ToString(CultureInfo.InvariantCulture);
}
