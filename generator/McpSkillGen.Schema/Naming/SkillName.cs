using System.Text;

namespace McpSkillGen.Schema.Naming;

/// <summary>The names derived from a skill's name: <c>everything</c> → <c>EverythingSkill</c>, <c>EverythingDefinition</c>.</summary>
/// <param name="Value">As the Agent Skills specification requires: <c>^[a-z0-9]+(-[a-z0-9]+)*$</c>, at most 64 characters.</param>
internal sealed record SkillName(string Value)
{
    private const int MaxLength = 64;

    /// <summary>The client's class. A name that ends in "skill" does not repeat it: <c>my-skill</c> → <c>MySkill</c>.</summary>
    public string ClassName => Stem.EndsWith("Skill", StringComparison.Ordinal) ? Stem : Stem + "Skill";

    public string DefinitionName => Stem + "Definition";

    private string Stem => CSharpName.Identifier(Value);

    /// <summary>The nearest valid name: <c>Foo.Bar_baz</c> → <c>foo-bar-baz</c>; <c>skill</c> if nothing is left.</summary>
    public static SkillName From(string text)
    {
        var ascii = new StringBuilder();
        foreach (var c in CommandLineName.Kebab(text))
        {
            ascii.Append(c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '-');
        }

        var words = ascii.ToString().Split(['-'], StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join("-", words);
        if (name.Length > MaxLength)
        {
            name = name.Substring(0, MaxLength).TrimEnd('-');
        }

        return new SkillName(words.Length == 0 || text.Length == 0 ? "skill" : name);
    }

    public override string ToString() => Value;
}
