using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// The MCP registry's <c>server.json</c>, alone or as the registry's API wraps it. The first package in it that can be started
/// here is used; without one, the first streamable HTTP remote, or else the first SSE remote.
/// </summary>
internal static class RegistryFormat
{
    /// <returns>Null if the file is none.</returns>
    public static ServerList? Find(FileValue.Table root, string path)
    {
        var servers = root["servers"] is FileValue.List list ? list.Items.OfType<FileValue.Table>() : [root];
        var entries = servers.Select(static server => server.TableAt("server") ?? server).Where(IsServer).Select(server => EntryOf(server, path)).ToArray();
        return entries.Length > 0 ? new ServerList("servers", entries) : null;
    }

    private static bool IsServer(FileValue.Table server) => server["packages"] is FileValue.List || server["remotes"] is FileValue.List;

    private static ServerList.Entry EntryOf(FileValue.Table server, string path)
    {
        var name = NameOf(server.TextAt("name") ?? "server");
        return new ServerList.Entry(name, IsDisabled: false, () => Read(server, name, path));
    }

    // "io.github.someone/weather": the part after the namespace is what people call it, unless every server could be called that.
    private static string NameOf(string full)
    {
        var parts = full.Split('/');
        return ServerNames.IsGeneric(parts[^1]) && parts.Length > 1 ? parts[^2].Split('.')[^1] : parts[^1];
    }

    private static ServerReading Read(FileValue.Table server, string name, string path)
    {
        var reader = new TableReader(server, path);
        var packages = Tables(server, "packages").ToArray();
        var remotes = Tables(server, "remotes").ToArray();
        var inputs = new RegistryInputs(name);
        var package = packages.FirstOrDefault(RegistryPackage.CanBeStarted);
        var remote = remotes.FirstOrDefault(static remote => TypeOf(remote) is "streamable-http" or "streamable" or "http")
            ?? remotes.FirstOrDefault(static remote => TypeOf(remote) is "sse");
        if (package is null && remote is null)
        {
            reader.Report(isError: true, server.Place,
                $"'{name}' has no package that can be started (npm, pypi, nuget or oci over stdio; found {Found(packages)}) and no remote (streamable-http or sse).");
            return new ServerReading(name, null, reader.Problems);
        }

        var config = (package is not null
            ? RegistryPackage.Read(package, server.TextAt("version"), inputs, reader)
            : ReadRemote(remote!, inputs)) with
        { Name = name, About = server.TextAt("description") };
        if (reader.HasErrors)
        {
            return new ServerReading(name, null, reader.Problems);
        }

        var others = packages.Length + remotes.Length - 1;
        var taken = package is not null
            ? $"the {RegistryPackage.TypeOf(package)} package {RegistryPackage.IdentifierOf(package)}"
            : $"the remote {remote!.TextAt("url")}";
        return new ServerReading(
            name, new ServerSource(name, config, ServerSource.FolderOf(path), null, reader.Problems)
            {
                Notes = [.. others > 0 ? new[] { $"{name}: uses {taken}, one of {others + 1} ways to reach the server." } : [], .. inputs.LeftOut],
                DeclaredSecrets = inputs.Secrets,
            },
            reader.Problems);
    }

    private static SkillConfig ReadRemote(FileValue.Table remote, RegistryInputs inputs) => new()
    {
        Transport = TypeOf(remote) is "sse" ? TransportKind.Sse : TransportKind.Http,
        Url = inputs.Fill(remote.TextAt("url") ?? "", remote.TableAt("variables")),
        Headers = inputs.Named(remote["headers"]),
    };

    private static string? TypeOf(FileValue.Table remote) => (RegistryInputs.Key(remote, "type") ?? RegistryInputs.Key(remote, "transportType"))?.AsScalar;

    private static string Found(FileValue.Table[] packages) =>
        packages.Length == 0 ? "none" : string.Join(", ", packages.Select(RegistryPackage.TypeOf).Distinct()
            .Select(static type => type.Length > 0 ? type : "one without \"registryType\""));

    private static IEnumerable<FileValue.Table> Tables(FileValue.Table server, string key) =>
        server.TablesAt(key);
}
