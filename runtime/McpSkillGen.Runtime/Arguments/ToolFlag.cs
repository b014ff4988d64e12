using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>One flag of a tool: an argument, or a property of an argument that is an object, with its full name.</summary>
internal sealed class ToolFlag : Flag
{
    private ToolFlag(string name, string wireName, ArgumentDefinition definition, IReadOnlyList<ToolFlag> properties)
        : base(name, definition.Kind is ArgumentKind.Boolean ? FlagValue.Optional : FlagValue.Required)
    {
        (Definition, Properties) = (definition, properties);
        if (wireName != name && definition.WireName.Length > 0 && !definition.WireName.Contains('='))
        {
            Aliases = [wireName];
        }
    }

    public ArgumentDefinition Definition { get; }

    /// <summary>A flag for each property, if the argument is an object.</summary>
    public IReadOnlyList<ToolFlag> Properties { get; }

    public override bool IsRepeatable => Definition.Kind is ArgumentKind.Array;

    // What an object needs is asked for where the object is given.
    public override bool IsNeeded => !Name.Contains('.') && RequiredDefault.IsNeeded(Definition);

    public override HelpRow Help => ArgumentHelp.Of(Name, Definition);

    /// <summary>The flags of a tool.</summary>
    public static IReadOnlyList<ToolFlag> Of(ToolDefinition tool)
    {
        var wireNames = tool.Arguments.Select(static argument => "--" + argument.WireName).ToHashSet(StringComparer.Ordinal);
        var flags = Create(tool.Arguments, "--", "--", wireNames);
        RemoveTakenAliases(flags);
        return flags;
    }

    /// <summary>This flag and those of its properties.</summary>
    public IEnumerable<ToolFlag> WithProperties() => [this, .. Properties.SelectMany(static property => property.WithProperties())];

    // An argument "filter.id" keeps its spelling, so that "id" of the object "filter" needs another.
    private static List<ToolFlag> Create(IReadOnlyList<ArgumentDefinition> arguments, string prefix, string wirePrefix, HashSet<string> wireNames)
    {
        var flags = new List<ToolFlag>(arguments.Count);
        foreach (var argument in arguments)
        {
            var name = prefix + argument.FlagName;
            name += prefix.Length > 2 && wireNames.Contains(name) ? "-2" : "";
            var wireName = wirePrefix + argument.WireName;
            flags.Add(new ToolFlag(name, wireName, argument, Create(argument.Properties, name + ".", wireName + ".", wireNames)));
        }

        return flags;
    }

    // The server's spelling works too, unless another flag has it. Of two with the same one, it is the argument's, not a property's.
    private static void RemoveTakenAliases(List<ToolFlag> flags)
    {
        List<ToolFlag> all = [.. flags.SelectMany(static flag => flag.WithProperties())];
        var taken = all.ConvertAll(static flag => flag.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var flag in (List<ToolFlag>)[.. flags, .. all.FindAll(flag => !flags.Contains(flag))])
        {
            if (flag.Aliases is [var alias] && !taken.Add(alias))
            {
                flag.Aliases = [];
            }
        }
    }
}
