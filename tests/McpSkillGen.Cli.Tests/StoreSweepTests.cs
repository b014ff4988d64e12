using McpSkillGen.Cli.Storing;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Tests;

/// <summary>What <c>mcpgen gc</c> removes.</summary>
public sealed class StoreSweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SkillStore _store;

    public StoreSweepTests()
    {
        _store = new SkillStore(_folder["store"]);
        Make("skills/notes", "notes", "key-1");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_skill_uses_stays() => Assert.Empty(Unused());

    [Fact]
    public void What_nothing_uses_goes_with_the_note_of_a_skill_that_is_gone()
    {
        Make("skills/gone", "gone", "key-2");
        Directory.Delete(_folder["skills/gone"], recursive: true);
        _folder.Write("store/build/key-2-rid/obj/x", "");

        Assert.Equal(["build key-2-rid", "executor key-2-rid", "host 1.0.0-rid-key-2", "note gone.key-2"], Unused().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_skill_with_a_new_key_lets_its_old_executor_go()
    {
        _folder.Write("skills/notes/scripts/notes.key", "key-3\n");

        Assert.Contains("executor key-1-rid", Unused());
    }

    [Fact]
    public void The_package_that_mcpgen_carries_stays_and_others_go()
    {
        _folder.Write("store/feed/McpSkillGen.1.2.3.nupkg", "");
        _folder.Write("store/feed/McpSkillGen.0.0.1.nupkg", "");

        Assert.Equal(["package McpSkillGen.0.0.1.nupkg"], Unused());
    }

    private IEnumerable<string> Unused()
    {
        var unused = new StoreSweep(_store, "1.2.3").Unused();
        return unused.Select(static part => $"{part.What} {Path.GetFileName(part.Path)}");
    }

    private void Make(string skill, string name, string key)
    {
        _folder.Write($"{skill}/scripts/{name}.key", $"{key}\n");
        var programs = new[] { _folder.Write($"store/executors/{key}-rid/{name}", "x"), _folder.Write($"store/hosts/1.0.0-rid-{key}/mcp-skill-host", "x") };
        var note = _store.PointerFile(_folder[skill], name, key);
        Directory.CreateDirectory(Path.GetDirectoryName(note)!);
        File.WriteAllLines(note, programs);
    }
}
