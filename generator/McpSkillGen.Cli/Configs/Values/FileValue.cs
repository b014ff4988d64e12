namespace McpSkillGen.Cli.Configs.Values;

/// <summary>A value of a config file, JSON, TOML or YAML, and its place.</summary>
/// <param name="Place">Where it begins.</param>
internal abstract record FileValue(FilePlace Place)
{
    internal sealed record Text(string Value, FilePlace Place) : FileValue(Place);

    internal sealed record Flag(bool Value, FilePlace Place) : FileValue(Place);

    /// <param name="Written">As the file spells it.</param>
    /// <param name="Place">Where it begins.</param>
    internal sealed record Number(string Written, FilePlace Place) : FileValue(Place);

    internal sealed record Nothing(FilePlace Place) : FileValue(Place);

    internal sealed record List(IReadOnlyList<FileValue> Items, FilePlace Place) : FileValue(Place);

    /// <param name="Members">In the order of the file, each key once.</param>
    /// <param name="Place">Where it begins.</param>
    internal sealed record Table(IReadOnlyList<Member> Members, FilePlace Place) : FileValue(Place)
    {
        /// <summary>Members that have no effect, because their key is there again further down.</summary>
        public IReadOnlyList<Member> Overwritten { get; init; } = [];

        /// <summary>The same, each with the one that counts.</summary>
        public IEnumerable<(Member Lost, Member Used)> Repeated => Overwritten.Select(lost => (lost, Members.First(member => member.Key == lost.Key)));

        /// <summary>A table of a format in which a key may be there twice: the last one counts, as in the agents.</summary>
        public static Table LastWins(IReadOnlyList<Member> members, FilePlace place)
        {
            var last = new Dictionary<string, Member>(StringComparer.Ordinal);
            foreach (var member in members)
            {
                last[member.Key] = member;
            }

            return last.Count == members.Count
                ? new Table(members, place)
                : new Table([.. members.Where(member => ReferenceEquals(last[member.Key], member))], place)
                {
                    Overwritten = [.. members.Where(member => !ReferenceEquals(last[member.Key], member))],
                };
        }

        /// <summary>The value of a key; null if it is missing.</summary>
        public FileValue? this[string key] => Members.FirstOrDefault(member => member.Key == key)?.Value;

        /// <summary>The value of a key if it is a table.</summary>
        public Table? TableAt(string key) => this[key] as Table;

        /// <summary>The value of a key if it is a string.</summary>
        public string? TextAt(string key) => (this[key] as Text)?.Value;

        /// <summary>The value of a key as a text: numbers and booleans as the file spells them.</summary>
        public string? ScalarAt(string key) => this[key]?.AsScalar;

        /// <summary>The tables in the list that a key has; none if it has something else.</summary>
        public IEnumerable<Table> TablesAt(string key) => ((this[key] as List)?.Items ?? []).OfType<Table>();
    }

    /// <param name="Key">Without quotes.</param>
    /// <param name="Place">Where the key begins.</param>
    /// <param name="Value">What it is set to.</param>
    internal sealed record Member(string Key, FilePlace Place, FileValue Value);

    /// <summary>Its text, if it is a string, a number or a boolean; otherwise null.</summary>
    public string? AsScalar => this switch
    {
        Text text => text.Value,
        Number number => number.Written,
        Flag flag => flag.Value ? "true" : "false",
        _ => null,
    };

    /// <summary>Every table in it, itself first.</summary>
    public IEnumerable<Table> Tables => this switch
    {
        Table table => table.Members.SelectMany(static member => member.Value.Tables).Prepend(table),
        List list => list.Items.SelectMany(static item => item.Tables),
        _ => [],
    };

    /// <summary>What it is, in words for a message.</summary>
    public string InWords => this switch
    {
        Text => "a string",
        Flag => "a boolean",
        Number => "a number",
        List => "an array",
        Table => "an object",
        _ => "null",
    };
}

/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
internal readonly record struct FilePlace(int Line, int Column)
{
    /// <summary>A place further right on the same line.</summary>
    public FilePlace Right(int characters) => this with { Column = Column + characters };
}
