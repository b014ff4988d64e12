using McpSkillGen.Schema;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Generator;

/// <summary>Which catalog becomes which skill.</summary>
internal sealed record SkillOwner(SkillName Name, string Path);

/// <summary>All catalogs of a project. Of two for one skill, only the first is emitted, because a type is declared once.</summary>
internal sealed record SkillOwners
{
    private readonly EquatableArray<SkillOwner> _owners;

    public SkillOwners(IEnumerable<SkillOwner> owners) => _owners = owners.ToEquatableArray();

    /// <summary>Whether another file comes first.</summary>
    public bool IsTaken(SkillOwner owner) =>
        _owners.First(other => string.Equals(other.Name.ClassName, owner.Name.ClassName, StringComparison.OrdinalIgnoreCase)) != owner;
}
