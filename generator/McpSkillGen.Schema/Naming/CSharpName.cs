using System.Text;

namespace McpSkillGen.Schema.Naming;

/// <summary>The C# names for what the server named.</summary>
internal static class CSharpName
{
    // Metadata allows 1023, file names 255 bytes; nobody reads beyond this.
    private const int MaxLength = 80;

    private static readonly char[] Digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

    // Members of every class, and those that the compiler adds to records. A property with such a name hides one, or does not compile.
    private static readonly string[] MembersOfRecords =
    [
        "Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize",
        "EqualityContract", "PrintMembers", "Clone", "Deconstruct",
    ];

    /// <summary>A PascalCase identifier, never a keyword: <c>get-sum</c> → <c>GetSum</c>, <c>3d</c> → <c>_3d</c>.</summary>
    public static string Identifier(string name)
    {
        var identifier = new StringBuilder();
        foreach (var word in Words.Of(name))
        {
            var joinsDigits = identifier.Length > 0 && char.IsDigit(word[0]) && char.IsDigit(identifier[identifier.Length - 1]);
            if (joinsDigits || (identifier.Length == 0 && char.IsDigit(word[0])))
            {
                identifier.Append('_');
            }

            identifier.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
        }

        return identifier.Length > MaxLength ? identifier.ToString(0, MaxLength).TrimEnd('_') : identifier.ToString();
    }

    /// <summary>Properties of a record, one name per wire name, in the same order; none hides the record or what it is nested in.</summary>
    public static IReadOnlyList<string> Properties(IEnumerable<string> wireNames, params string[] typeNames) =>
        Members(wireNames, [.. MembersOfRecords, "WriteTo", "Read", .. typeNames]);

    /// <summary>The member for the properties that a record does not name.</summary>
    public static string OtherProperties(IReadOnlyList<string> properties, string typeName) =>
        new NameScope("", StringComparer.Ordinal).Reserve([.. MembersOfRecords, "WriteTo", "Read", typeName]).Reserve(properties).Claim("AdditionalProperties");

    /// <summary>Members of a string-backed enum, one name per value, in the same order.</summary>
    public static IReadOnlyList<string> EnumMembers(IEnumerable<string> values, string typeName) =>
        Members(values, [.. MembersOfRecords, "Value", "WriteTo", "Read", typeName]);

    /// <summary>Cases of a union, one name per wanted one, in the same order.</summary>
    public static IReadOnlyList<string> UnionCases(IEnumerable<string> wanted, params string[] typeNames) =>
        Members(wanted, [.. MembersOfRecords, "Value", "Json", "WriteTo", "Read", .. typeNames]);

    /// <summary>Names for types nested in a record: none of its members', nor of those that unions and enums have.</summary>
    public static NameScope NestedTypes(IEnumerable<string> properties, string typeName) =>
        new NameScope("", StringComparer.Ordinal).Reserve([.. MembersOfRecords, "WriteTo", "Read", "Value", "Json", typeName]).Reserve(properties);

    /// <summary>
    /// A local variable named after a property: not a keyword, not one of <paramref name="others"/> (with or without a number), and, in
    /// scripts without case, not the property itself. The underscore makes it unique, because no property ends in one.
    /// </summary>
    public static string Local(string property, IReadOnlyList<string> others)
    {
        var local = char.ToLowerInvariant(property[0]) + property.Substring(1);
        var isTaken = local == property || others.Contains(local.TrimEnd(Digits));
        return isTaken ? local + "_" : CSharpKeywords.Contains(local) ? "@" + local : local;
    }

    /// <summary>A namespace from any project name: <c>my-skill.class</c> → <c>my_skill.@class</c>.</summary>
    public static string Namespace(string? name)
    {
        var parts = (name ?? "").Split('.').Select(NamespacePart).Where(static part => part.Length > 0);
        return string.Join(".", parts) is { Length: > 0 } valid ? valid : "Skills";
    }

    private static List<string> Members(IEnumerable<string> wireNames, string[] reserved)
    {
        var scope = new NameScope("", StringComparer.Ordinal).Reserve(reserved);
        return wireNames
            .Select(Identifier)
            .Select(name => scope.Claim(reserved.Contains(name) ? name + "Value" : name))
            .ToList();
    }

    private static string NamespacePart(string part)
    {
        var valid = new StringBuilder();
        foreach (var c in part.Trim())
        {
            valid.Append(char.IsLetterOrDigit(c) ? c : '_');
        }

        if (valid.Length > 0 && char.IsDigit(valid[0]))
        {
            valid.Insert(0, '_');
        }

        var name = valid.ToString();
        return CSharpKeywords.Contains(name) ? "@" + name : name;
    }
}
