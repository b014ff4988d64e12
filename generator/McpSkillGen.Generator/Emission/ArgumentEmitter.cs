using System.Globalization;
using McpSkillGen.Schema;
using McpSkillGen.Schema.Model;

namespace McpSkillGen.Generator.Emission;

/// <summary>Emits a flag as an initializer of the runtime's <c>ArgumentDefinition</c>.</summary>
internal static class ArgumentEmitter
{
    public static void EmitList(CodeWriter code, string name, EquatableArray<ArgumentModel> arguments)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        using (code.Open($"{name} =", "[", "],"))
        {
            foreach (var argument in arguments)
            {
                code.Line("new()");
                Emit(code, argument);
            }
        }
    }

    private static void Emit(CodeWriter code, ArgumentModel argument)
    {
        using (code.Open("{", "},"))
        {
            code.Line($"WireName = {Literal.Text(argument.WireName)},");
            code.Line($"FlagName = {Literal.Text(argument.FlagName)},");
            code.Line($"Kind = {RuntimeTypes.ArgumentKind}.{argument.Kind},");
            EmitMember(code, "IsRequired", argument.IsRequired);
            EmitMember(code, "IsNullable", argument.IsNullable);
            EmitMember(code, "Description", argument.Description is "" ? null : argument.Description);
            if (argument.AllowedValues.Count > 0)
            {
                code.Line($"AllowedValues = [{string.Join(", ", argument.AllowedValues.Select(Literal.Text))}],");
            }

            EmitMember(code, "DefaultJson", argument.DefaultJson);
            EmitLimits(code, argument.Limits);
            EmitOne(code, "Item", argument.Item);
            EmitList(code, "Properties", argument.Properties);
            EmitOne(code, "Value", argument.Value);
            EmitMember(code, "IsClosed", argument.IsClosed);
            EmitList(code, "Alternatives", argument.Alternatives);
        }
    }

    private static void EmitLimits(CodeWriter code, ArgumentLimits limits)
    {
        EmitMember(code, "Format", limits.Format);
        EmitMember(code, "Minimum", limits.Minimum);
        EmitMember(code, "Maximum", limits.Maximum);
        EmitMember(code, "IsMinimumExclusive", limits.IsMinimumExclusive);
        EmitMember(code, "IsMaximumExclusive", limits.IsMaximumExclusive);
        EmitMember(code, "MultipleOf", limits.MultipleOf);
        EmitMember(code, "MinLength", limits.MinLength);
        EmitMember(code, "MaxLength", limits.MaxLength);
        if (limits.Patterns.Count > 0)
        {
            code.Line($"Pattern = {RuntimeTypes.TextPattern}.Of({string.Join(", ", limits.Patterns.Select(Literal.Text))}),");
        }

        EmitMember(code, "MinItems", limits.MinItems);
        EmitMember(code, "MaxItems", limits.MaxItems);
        EmitMember(code, "HasUniqueItems", limits.HasUniqueItems);
    }

    private static void EmitOne(CodeWriter code, string name, ArgumentModel? argument)
    {
        if (argument is not null)
        {
            code.Line($"{name} = new()");
            Emit(code, argument);
        }
    }

    private static void EmitMember(CodeWriter code, string name, bool value)
    {
        if (value)
        {
            code.Line($"{name} = true,");
        }
    }

    private static void EmitMember(CodeWriter code, string name, string? value)
    {
        if (value is not null)
        {
            code.Line($"{name} = {Literal.Text(value)},");
        }
    }

    // "R" reads back as the same number. The compiler takes 1E+20 as a double.
    private static void EmitMember(CodeWriter code, string name, double? value)
    {
        if (value is { } number)
        {
            var text = number.ToString("R", CultureInfo.InvariantCulture);
            var isShort = Math.Abs(number) <= int.MaxValue || text.Contains("E");
            code.Line($"{name} = {text}{(isShort ? "" : "d")},");
        }
    }
}
