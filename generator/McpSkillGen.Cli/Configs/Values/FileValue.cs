namespace McpSkillGen.Cli.Configs.Values;

/// <summary>A value of a config file, JSON or TOML, and its place.</summary>
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

    internal sealed record Table(IReadOnlyList<Member> Members, FilePlace Place) : FileValue(Place)
    {
        /// <summary>The value of a key; null if it is missing.</summary>
        public FileValue? this[string key] => Members.FirstOrDefault(member => member.Key == key)?.Value;

        /// <summary>The value of a key if it is a table.</summary>
        public Table? TableAt(string key) => this[key] as Table;

        /// <summary>The value of a key if it is a string.</summary>
        public string? TextAt(string key) => (this[key] as Text)?.Value;
    }

    /// <param name="Key">Without quotes.</param>
    /// <param name="Place">Where the key begins.</param>
    /// <param name="Value">What it is set to.</param>
    internal sealed record Member(string Key, FilePlace Place, FileValue Value);

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
