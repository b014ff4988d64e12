using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>One flag of a tool: an argument, or a property of an argument that is an object, with its full name.</summary>
internal sealed class ToolFlag : Flag
{
    private ToolFlag(string name, string wireName, ArgumentDefinition definition, IReadOnlyList<ToolFlag> properties)
        : base(name, definition.Kind is ArgumentKind.Boolean ? FlagValue.Optional : FlagValue.Required)
    {
        (Definition, Properties) = (definition, properties);
        if (wireName != name && definition.WireName.Length > 0 && IsPlain(wireName))
        {
            Aliases = [wireName];
        }
    }

    public ArgumentDefinition Definition { get; }

    /// <summary>A flag for each property, if the argument is an object.</summary>
    public IReadOnlyList<ToolFlag> Properties { get; }

    public override HelpRow Help => ArgumentHelp.Of(Name, Definition);

    /// <summary>The flags of a tool.</summary>
    public static IReadOnlyList<ToolFlag> Of(ToolDefinition tool)
    {
        var all = new List<ToolFlag>();
        var flags = Create(tool.Arguments, "--", "--", all);
        RemoveTakenAliases(all);
        return flags;
    }

    /// <summary>This flag and those of its properties.</summary>
    public IEnumerable<ToolFlag> WithProperties() => [this, .. Properties.SelectMany(static property => property.WithProperties())];

    private static List<ToolFlag> Create(IReadOnlyList<ArgumentDefinition> arguments, string prefix, string wirePrefix, List<ToolFlag> all)
    {
        var flags = new List<ToolFlag>(arguments.Count);
        foreach (var argument in arguments)
        {
            var name = prefix + argument.FlagName;
            var wireName = wirePrefix + argument.WireName;
            var flag = new ToolFlag(name, wireName, argument, Create(argument.Properties, name + ".", wireName + ".", all));
            flags.Add(flag);
            all.Add(flag);
        }

        return flags;
    }

    // The server's spelling works too, unless another flag has it.
    private static void RemoveTakenAliases(List<ToolFlag> all)
    {
        foreach (var flag in all)
        {
            if (flag.Aliases is [var alias]
                && (Array.Exists(GlobalFlags.All, global => global.IsNamed(alias)) || all.Exists(other => other != flag && other.IsNamed(alias))))
            {
                flag.Aliases = [];
            }
        }
    }

    private static bool IsPlain(string wireName) =>
        Array.TrueForAll(wireName.ToCharArray(), static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
