using System.CommandLine;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>One flag of a tool: an argument, or a property of one that is an object, with its full name.</summary>
internal sealed class Flag
{
    private readonly Option<string[]> _option;

    private Flag(string name, string wireName, ArgumentDefinition definition, IReadOnlyList<Flag> properties)
    {
        (Name, Definition, Properties) = (name, definition, properties);
        _option = definition.Kind is ArgumentKind.Boolean
            ? GivenTexts.Option(name, ArgumentArity.ZeroOrMore)
            : GlobalOptions.Valued(name);
        if (wireName != name && definition.WireName.Length > 0 && IsPlain(wireName))
        {
            _option.Aliases.Add(wireName);
        }
    }

    /// <summary>With its dashes and, where nested, its path: <c>--filter.name</c>.</summary>
    public string Name { get; }

    public ArgumentDefinition Definition { get; }

    /// <summary>A flag for each property, where the argument is an object.</summary>
    public IReadOnlyList<Flag> Properties { get; }

    /// <summary>The flags of a tool, added to its command.</summary>
    public static IReadOnlyList<Flag> AddTo(Command command, ToolDefinition tool)
    {
        var flags = Create(command, tool.Arguments, "--", "--");
        RemoveTakenAliases(command);
        return flags;
    }

    /// <summary>What was given on the command line: a text each time; null when the flag is absent.</summary>
    /// <remarks>
    /// A bare boolean flag counts as a text of its own: <c>true</c>. Any other bare flag has none; the parser has
    /// reported it.
    /// </remarks>
    public IReadOnlyList<string>? Given(ParseResult parsed)
    {
        if (parsed.GetResult(_option) is not { } result)
        {
            return null;
        }

        return result.Tokens.Count == 0 && Definition.Kind is ArgumentKind.Boolean ? ["true"] : [.. result.Tokens.Select(static token => token.Value)];
    }

    /// <summary>This flag and those of its properties, as help and suggestions list them.</summary>
    public IEnumerable<Flag> WithProperties() => [this, .. Properties.SelectMany(static property => property.WithProperties())];

    private static List<Flag> Create(Command command, IReadOnlyList<ArgumentDefinition> arguments, string prefix, string wirePrefix)
    {
        var flags = new List<Flag>(arguments.Count);
        foreach (var argument in arguments)
        {
            var name = prefix + argument.FlagName;
            var wireName = wirePrefix + argument.WireName;
            var flag = new Flag(name, wireName, argument, Create(command, argument.Properties, name + ".", wireName + "."));
            command.Options.Add(flag._option);
            flags.Add(flag);
        }

        return flags;
    }

    // The server's spelling works too, unless it is another flag's: the parser throws at a name that it finds twice.
    private static void RemoveTakenAliases(Command command)
    {
        var taken = command.Options.Select(static option => option.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var option in command.Options)
        {
            foreach (var alias in option.Aliases.ToArray())
            {
                if (!taken.Add(alias))
                {
                    option.Aliases.Remove(alias);
                }
            }
        }
    }

    private static bool IsPlain(string wireName) =>
        Array.TrueForAll(wireName.ToCharArray(), static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
