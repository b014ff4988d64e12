using System.Collections.Concurrent;
using McpSkillGen.Cli.Building;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Consent;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Rendering;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Cli.Storing;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>
/// Makes a skill from a server: asks the server, writes the skill's files, builds its executor, checks it, and only then
/// puts the skill in its place. A failure leaves nothing behind, and what was there before unchanged.
/// </summary>
/// <param name="output">Where the next step is printed.</param>
/// <param name="display">Where the stages are shown.</param>
/// <param name="skillsFolder">The folder that holds the skills; absolute.</param>
/// <param name="options">How to make it.</param>
/// <param name="taken">The names of the skills that are being made beside this one; null if it is alone.</param>
internal sealed class Scaffolder(
    TextWriter output, IStages display, string skillsFolder, ScaffoldOptions options, ConcurrentDictionary<string, ServerSource>? taken = null)
{
    // Each is a server's whole start, which may be a download and is mostly waiting.
    private static readonly SemaphoreSlim Asking = new(8);

    // A native build keeps a core and a gigabyte busy.
    private static readonly SemaphoreSlim Compiling = new(Math.Max(1, Environment.ProcessorCount / 2));

    private readonly bool _isNative = Toolchain.HasLinker();

    /// <summary>Makes one skill.</summary>
    /// <param name="source">Its server.</param>
    /// <param name="cancellationToken">Stops it and leaves nothing behind.</param>
    /// <param name="catalogJson">What the server offers, if it was just asked; null asks it.</param>
    /// <exception cref="SkillException">It cannot be made. Nothing is left behind.</exception>
    public async Task<ScaffoldedSkill> MakeAsync(ServerSource source, CancellationToken cancellationToken, string? catalogJson = null)
    {
        foreach (var warning in source.Warnings)
        {
            display.Warn(warning.ToString());
        }

        var name = SkillNames.From(source);
        var existing = name is null ? null : Existing(name, source);
        display.Heading(name?.Value ?? "New skill");
        var moved = MoveSecrets(source, name);
        source = moved.Source;
        using var staged = StagedFolder.CreateIn(skillsFolder);
        try
        {
            await File.WriteAllBytesAsync(
                Path.Combine(staged.Path, SkillFolder.ConfigFileName), SkillConfigText.For(source, skillsFolder), cancellationToken).ConfigureAwait(false);
            SecretsFile.Write(moved, existing?.SecretsFile, staged.Path);

            var (catalog, warnings) = catalogJson is null
                ? await AskForCatalogAsync(staged.Path, source.LoginCommand, cancellationToken).ConfigureAwait(false)
                : await KeepCatalogAsync(catalogJson, staged.Path, cancellationToken).ConfigureAwait(false);
            foreach (var warning in warnings)
            {
                display.Warn(warning);
            }

            if (name is null)
            {
                name = SkillNames.From(catalog);
                existing = Existing(name, source);
                SecretsFile.Write(moved, existing?.SecretsFile, staged.Path);
            }

            if (catalogJson is null)
            {
                ProposeRules(source, staged.Path, catalog);
                WarnOfLostRules(source, existing);
            }

            source = WithAbout(source, staged.Path);
            var plan = await WriteAsync(source, catalog, name, existing, staged.Path).ConfigureAwait(false);
            if (options.Build)
            {
                await BuildAsync(plan, staged.Path, cancellationToken).ConfigureAwait(false);
                plan = await ShowWorkedCallAsync(plan, existing, staged.Path, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            staged.MoveTo(PlaceOf(name));
            UserStore.MoveNote(staged.Path, PlaceOf(name), name.Value);
            TrustStore.OfThisUser().Remember(new SkillFolder(PlaceOf(name)));
            return new ScaffoldedSkill(name.Value, PlaceOf(name), plan.Page.Example, options.Build)
            {
                ToolCount = plan.Page.ToolCount,
                MovedSecrets = [.. moved.Values.Keys],
            };
        }
        catch (SkillException) when (cancellationToken.IsCancellationRequested)
        {
            // A terminal interrupts all processes at once: what failed was interrupted too.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SkillException e)
        {
            // The staged folder means nothing to the reader, and is gone by then.
            throw new SkillException(e.ExitCode, e.Message.Replace(staged.Path, source.Folder, StringComparison.Ordinal), e);
        }
    }

    /// <summary>Keeps in the config what the server's package says that it is, so that every machine makes the same page.</summary>
    private static ServerSource WithAbout(ServerSource source, string folder)
    {
        if (source.Config.About is not null || PackageDescription.Of(source.Config, source.Folder) is not { } about)
        {
            return source;
        }

        var file = new SkillFolder(folder).ConfigFile;
        File.WriteAllBytes(file, SkillConfigText.WithText(File.ReadAllBytes(file), "about", about));
        return source with { Config = source.Config with { About = about } };
    }

    /// <summary>Takes the secrets out of the config and says where each one went: by name, never by value.</summary>
    private SecretMove MoveSecrets(ServerSource source, SkillName? name)
    {
        foreach (var note in source.Notes)
        {
            display.Note(note);
        }

        var moved = options.KeepSecrets ? SecretMove.Nothing(source) : SecretMove.Out(source, name?.Value, Environment.GetEnvironmentVariable);
        foreach (var (place, variable) in moved.Places)
        {
            display.Note($"Moved the secret in {place} to .env. The config now says ${{{variable}}}.");
        }

        return moved;
    }

    /// <summary>Proposes to ask a person before what the server calls destructive; with the option for it, the config says so.</summary>
    private void ProposeRules(ServerSource source, string folder, ServerCatalog catalog)
    {
        string[] destructive = [.. catalog.Tools.Where(static tool => tool.Claims("destructiveHint")).Select(static tool => tool.Name)];
        if (destructive.Length == 0 || source.Config.Rules.Rules.Count > 0)
        {
            return;
        }

        var (count, rule) = (HumanText.Count(destructive.Length, "tool is", "tools are"), SkillConfigText.RuleToAsk(destructive));
        if (options.AskDestructive)
        {
            var file = new SkillFolder(folder).ConfigFile;
            File.WriteAllBytes(file, SkillConfigText.WithRule(File.ReadAllBytes(file), rule));
            display.Note($"{count} destructive, the server says. A person is asked before each call of them: see \"rules\" in mcp-config.json.");
        }
        else
        {
            display.Note($"{count} destructive, the server says. To have a person asked before each call, use --ask-destructive, or add to mcp-config.json: \"rules\": [{rule}]");
        }
    }

    private void WarnOfLostRules(ServerSource source, ExistingSkill? existing)
    {
        if (existing?.Config is { } before && before.Rules.Rules.Count > 0 && source.Config.Rules.Rules.Count == 0)
        {
            display.Warn("The skill had rules for calls, and the new config has none: from now on, no call is checked. Put the rules into the config that you scaffold from, or back into the skill's.");
        }
    }

    private async Task<CapturedCatalog> AskForCatalogAsync(string folder, string loginCommand, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        var captured = await display.RunAsync(
            "Asking the server what it offers",
            async progress =>
            {
                var json = await InTurnAsync(
                    Asking,
                    progress,
                    () => ServerIntrospection.RunAsync(new SkillFolder(folder).ConfigFile, loginCommand, progress, notes.Add, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
                return await KeepCatalogAsync(json, folder, cancellationToken).ConfigureAwait(false);
            },
            static asked => $"Asked the server: {HumanText.Count(asked.Catalog.Tools.Count, "tool")}{(asked.Catalog.ServerTitle.Length > 0 ? $", {ServerText.Line(asked.Catalog.ServerTitle, 40)}" : "")}").ConfigureAwait(false);
        notes.ForEach(display.Warn);
        return captured;
    }

    private static async Task<CapturedCatalog> KeepCatalogAsync(string json, string folder, CancellationToken cancellationToken)
    {
        var captured = CapturedCatalog.Read(json);
        await File.WriteAllTextAsync(new SkillFolder(folder).CatalogFile, json, cancellationToken).ConfigureAwait(false);
        return captured;
    }

    private Task<SkillPlan> WriteAsync(ServerSource source, ServerCatalog catalog, SkillName name, ExistingSkill? existing, string folder) =>
        display.RunAsync(
            "Writing the skill",
            _ =>
            {
                var package = Carried.Package();
                var config = source.Config with { WorkingDirectory = SkillConfigText.ServerFolder(source, skillsFolder) };
                var plan = SkillPlanner.Plan(catalog, name, new PlanInputs(config, package, Carried.Version));
                SkillFiles.Write(folder, SkillFiles.Render(plan));
                existing?.HandOver(folder, name.Value, package.Version);
                ExecutorKey.Write(folder, name.Value);
                UserStore.Fill();
                return Task.FromResult(plan);
            },
            static plan => $"Wrote SKILL.md, {HumanText.Count(plan.Tools.Count, "reference")} and the project");

    private async Task BuildAsync(SkillPlan plan, string folder, CancellationToken cancellationToken)
    {
        var store = UserStore.OfThisUser();
        var key = (await File.ReadAllTextAsync(new SkillFolder(folder).KeyFile(plan.Name), cancellationToken).ConfigureAwait(false)).Trim();
        var stored = UserStore.ExecutorOf(store, key, Platform.Rid);
        if (stored.IsFinal && stored.IsWholeWith(_isNative ? Platform.Program(plan.Name) : $"{plan.Name}.dll"))
        {
            display.Note("Kept the executor, because nothing it is built from has changed");
        }
        else
        {
            await PublishAsync(folder, plan.Name, cancellationToken).ConfigureAwait(false);
        }

        await display.RunAsync(
            "Checking the executor",
            async _ =>
            {
                await ExecutorCheck.RunAsync(new ScaffoldedSkill(plan.Name, folder, "", true).Executor, plan.Page.ToolCount, cancellationToken)
                    .ConfigureAwait(false);
                return plan.Page.ToolCount;
            },
            static count => $"Checked it: it lists {HumanText.Count(count, "tool")}").ConfigureAwait(false);
    }

    private async Task PublishAsync(string folder, string name, CancellationToken cancellationToken)
    {
        var warnings = await display.RunAsync(
            _isNative ? "Building the executor natively, which takes a while" : "Building the executor",
            progress => InTurnAsync(Compiling, progress, () => ExecutorBuild.RunAsync(folder, name, cancellationToken), cancellationToken),
            _ => _isNative ? "Built the executor, native" : "Built the executor, ReadyToRun").ConfigureAwait(false);
        foreach (var warning in warnings)
        {
            display.Warn(warning);
        }

        if (!_isNative)
        {
            display.Warn("There is no C linker (clang or gcc) on PATH, so the executor needs the .NET 10 runtime and starts more slowly. Install one and scaffold again for a native executor.");
        }
    }

    private async Task<SkillPlan> ShowWorkedCallAsync(SkillPlan plan, ExistingSkill? existing, string folder, CancellationToken cancellationToken)
    {
        if (plan.HarmlessCalls.Count == 0)
        {
            return plan;
        }

        var executor = new ScaffoldedSkill(plan.Name, folder, "", true).Executor;
        var call = await display.RunAsync(
            "Trying a read-only call",
            _ => WorkedCall.FindAsync(executor, plan.HarmlessCalls, cancellationToken),
            static call => call is null ? "Tried read-only calls. None worked, so SKILL.md shows none" : $"Tried '{call.CommandLine}'. It works, and SKILL.md shows it").ConfigureAwait(false);
        plan = call is null ? plan.WithoutMadeUpCall() : plan.WithWorkedCall(call);
        SkillFiles.Write(folder, SkillFiles.Render(plan).Take(1));
        existing?.KeepSections(folder, ExistingSkill.SkillPage);
        return plan;
    }

    /// <summary>Says what was made, and the next command to type.</summary>
    public void Announce(ScaffoldedSkill skill)
    {
        output.WriteLine(skill.IsBuilt
            ? $"\n{ShortPath.Of(skill.Folder)} is ready. Try it:\n\n  {ShellWord.Of(ShortPath.Of(skill.Executor))} {skill.Example}\n"
            : $"\n{ShortPath.Of(skill.Folder)} is written. The first call builds its executor, or:\n\n  mcpgen restore {ShellWord.Of(ShortPath.Of(skill.Folder))}\n");
    }

    private static async Task<T> InTurnAsync<T>(SemaphoreSlim turn, Action<string> progress, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (turn.CurrentCount == 0)
        {
            progress("waiting for its turn");
        }

        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private ExistingSkill? Existing(SkillName name, ServerSource source)
    {
        if (taken?.GetOrAdd(name.Value, source) is { } other && !ReferenceEquals(other, source))
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The server '{source.Key}' would become the skill '{name}', like '{other.Key}' before it. Choose it with --server, and give it another name with --name.");
        }

        var existing = ExistingSkill.At(PlaceOf(name));
        if (!options.Replace)
        {
            existing?.RequireSameServer(source);
        }

        return existing;
    }

    private string PlaceOf(SkillName name) => Path.Combine(skillsFolder, name.Value);
}
