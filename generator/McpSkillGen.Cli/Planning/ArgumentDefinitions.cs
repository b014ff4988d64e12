using McpSkillGen.Runtime;
using McpSkillGen.Schema.Model;
using ArgumentKind = McpSkillGen.Runtime.Vocabulary.ArgumentKind;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// An argument as its executor will know it, so that a reference page says the same as the executor's <c>--help</c>: the same
/// members that the generator emits as code.
/// </summary>
internal static class ArgumentDefinitions
{
    public static ToolDefinition Of(ToolModel tool) => new()
    {
        WireName = tool.Name.WireName,
        CommandName = tool.Name.CommandName,
        Arguments = [.. tool.Arguments.Select(Of)],
    };

    public static ArgumentDefinition Of(ArgumentModel model) => new()
    {
        WireName = model.WireName,
        FlagName = model.FlagName,
        Kind = (ArgumentKind)model.Kind,
        IsRequired = model.IsRequired,
        IsNullable = model.IsNullable,
        Description = model.Description,
        AllowedValues = [.. model.AllowedValues],
        DefaultJson = model.DefaultJson,
        Format = model.Limits.Format,
        Minimum = model.Limits.Minimum,
        Maximum = model.Limits.Maximum,
        IsMinimumExclusive = model.Limits.IsMinimumExclusive,
        IsMaximumExclusive = model.Limits.IsMaximumExclusive,
        MultipleOf = model.Limits.MultipleOf,
        MinLength = model.Limits.MinLength,
        MaxLength = model.Limits.MaxLength,
        Pattern = model.Limits.Patterns.Count > 0 ? TextPattern.Of([.. model.Limits.Patterns]) : null,
        MinItems = model.Limits.MinItems,
        MaxItems = model.Limits.MaxItems,
        HasUniqueItems = model.Limits.HasUniqueItems,
        Item = model.Item is { } item ? Of(item) : null,
        Properties = [.. model.Properties.Select(Of)],
        Value = model.Value is { } value ? Of(value) : null,
        IsClosed = model.IsClosed,
        Alternatives = [.. model.Alternatives.Select(Of)],
    };
}
