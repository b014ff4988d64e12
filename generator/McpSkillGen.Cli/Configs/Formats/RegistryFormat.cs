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
        // "io.github.someone/weather": the part after the namespace is what people call it.
        var name = (server.TextAt("name") ?? "server").Split('/')[^1];
        return new ServerList.Entry(name, IsDisabled: false, () => Read(server, name, path));
    }

    private static ServerReading Read(FileValue.Table server, string name, string path)
    {
        var reader = new TableReader(server, path);
        var packages = Tables(server, "packages").ToArray();
        var remotes = Tables(server, "remotes").ToArray();
        var inputs = new RegistryInputs(name);
        var package = packages.FirstOrDefault(RegistryPackage.CanBeStarted);
        var remote = remotes.FirstOrDefault(static remote => remote.TextAt("type") is "streamable-http" or "streamable" or "http")
            ?? remotes.FirstOrDefault(static remote => remote.TextAt("type") is "sse");
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
            ? $"the {package.TextAt("registryType") ?? package.TextAt("registry_type")} package {package.TextAt("identifier")}"
            : $"the remote {remote!.TextAt("url")}";
        return new ServerReading(
            name, new ServerSource(name, config, ServerSource.FolderOf(path), null, reader.Problems)
            {
                Notes = others > 0 ? [$"{name}: uses {taken}, one of {others + 1} ways to reach the server."] : [],
                DeclaredSecrets = inputs.Secrets,
            },
            reader.Problems);
    }

    private static SkillConfig ReadRemote(FileValue.Table remote, RegistryInputs inputs) => new()
    {
        Transport = remote.TextAt("type") is "sse" ? TransportKind.Sse : TransportKind.Http,
        Url = inputs.Fill(remote.TextAt("url") ?? "", remote.TableAt("variables")),
        Headers = inputs.Named(remote["headers"]),
    };

    private static string Found(FileValue.Table[] packages) =>
        packages.Length == 0 ? "none" : string.Join(", ", packages.Select(static package => package.TextAt("registryType") ?? "one without \"registryType\"").Distinct());

    private static IEnumerable<FileValue.Table> Tables(FileValue.Table server, string key) =>
        ((server[key] as FileValue.List)?.Items ?? []).OfType<FileValue.Table>();
}
