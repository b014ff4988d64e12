using McpSkillGen.Cli.Building;
using McpSkillGen.Cli.Consent;
using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Rendering;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>
/// What the first <c>dotnet build</c> of a skill does beside compiling: it asks the server what it offers, writes the pages,
/// and then tries the call that SKILL.md shows. Each file is put in place by a rename, the catalog last: while it is
/// missing, the next build starts again.
/// </summary>
/// <param name="folder">The skill's folder; absolute.</param>
/// <param name="name">The project's name, which is the skill's.</param>
/// <param name="scratch">An otherwise empty folder on the same drive; absolute.</param>
internal sealed class FirstBuild(string folder, string name, string scratch)
{
    private const string References = "references";


    private readonly SkillFolder _skill = new(folder);

    /// <summary>Moves secrets out of the config, asks the server, and writes SKILL.md, references and the catalog.</summary>
    /// <param name="warn">Receives each warning at once.</param>
    /// <param name="cancellationToken">Stops the server too.</param>
    /// <returns>How many tools there are.</returns>
    /// <exception cref="SkillException">The config is wrong, the server cannot be asked, or it offers nothing.</exception>
    public async Task<int> CaptureAsync(Action<BuildWarning> warn, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllBytesAsync(_skill.ConfigFile, cancellationToken).ConfigureAwait(false);
        var reading = ConfigReader.Read(text, _skill.ConfigFile);
        var config = reading.Require();
        foreach (var problem in reading.Problems)
        {
            warn(BuildWarning.Odd(problem));
        }

        // Before the server is asked, so that what it repeats of a secret stays out of the catalog.
        var moved = SecretsInPlace.Move(_skill, name, config, text, scratch);
        foreach (var (place, variable) in moved.Places)
        {
            warn(BuildWarning.SecretMoved(place, variable));
        }

        var json = await ServerIntrospection.RunAsync(
            _skill.ConfigFile, moved.Source.LoginCommand, static _ => { }, note => warn(BuildWarning.Odd(note)), cancellationToken).ConfigureAwait(false);
        var captured = CapturedCatalog.Read(json);
        foreach (var warning in captured.Warnings)
        {
            warn(BuildWarning.Odd(warning));
        }

        var plan = Plan(captured, moved.Source.Config);
        using var staged = StagedFolder.CreateIn(scratch);
        SkillFiles.Write(staged.Path, SkillFiles.RenderPages(plan));
        var catalog = new SkillFolder(staged.Path).CatalogFile;
        await File.WriteAllTextAsync(catalog, json, cancellationToken).ConfigureAwait(false);
        ExistingSkill.InBuild(folder).KeepPages(staged.Path);
        cancellationToken.ThrowIfCancellationRequested();

        PlaceReferences(staged.Path);
        PlacePage(staged.Path);
        File.Move(catalog, _skill.CatalogFile, overwrite: true);
        ExecutorKey.Write(folder, name);
        SkillFiles.MakeExecutable(_skill.LauncherFile(name));
        TrustStore.OfThisUser().Remember(_skill);
        return plan.Page.ToolCount;
    }

    /// <summary>Tries read-only calls. SKILL.md shows the first one that works.</summary>
    /// <returns>The call; null if none works, and SKILL.md shows none.</returns>
    public async Task<string?> TryCallAsync(CancellationToken cancellationToken)
    {
        var config = ConfigReader.Read(await File.ReadAllBytesAsync(_skill.ConfigFile, cancellationToken).ConfigureAwait(false), _skill.ConfigFile).Require();
        var plan = Plan(CapturedCatalog.Read(await File.ReadAllTextAsync(_skill.CatalogFile, cancellationToken).ConfigureAwait(false)), config);
        if (plan.HarmlessCalls.Count == 0)
        {
            return null;
        }

        var call = await WorkedCall.FindAsync(_skill.ExecutorFile(name), plan.HarmlessCalls, cancellationToken).ConfigureAwait(false);
        plan = call is null ? plan.WithoutMadeUpCall() : plan.WithWorkedCall(call);
        using var staged = StagedFolder.CreateIn(scratch);
        SkillFiles.Write(staged.Path, SkillFiles.RenderPages(plan).Take(1));
        ExistingSkill.InBuild(folder).KeepSections(staged.Path, ExistingSkill.SkillPage);
        PlacePage(staged.Path);
        return call?.CommandLine;
    }

    private SkillPlan Plan(CapturedCatalog captured, SkillConfig config) =>
        SkillPlanner.Plan(
            captured.Catalog,
            new SkillName(name),
            new PlanInputs(config, CarriedPackage.Unnamed, Carried.Version));

    private void PlaceReferences(string from)
    {
        var (made, place) = (Path.Combine(from, References), Path.Combine(folder, References));
        if (Directory.Exists(place))
        {
            Directory.Move(place, Path.Combine(from, $"{References}-old"));
        }

        if (Directory.Exists(made))
        {
            Directory.Move(made, place);
        }
    }

    private void PlacePage(string from) =>
        File.Move(Path.Combine(from, ExistingSkill.SkillPage), Path.Combine(folder, ExistingSkill.SkillPage), overwrite: true);
}
