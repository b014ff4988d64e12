using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>A package of a <c>server.json</c> as a command line, with its version pinned.</summary>
internal static class RegistryPackage
{
    private static readonly string[] Startable = ["npm", "pypi", "nuget", "oci"];

    private static readonly string[] UsualRegistries = ["registry.npmjs.org", "pypi.org", "api.nuget.org", "docker.io"];

    /// <summary>Whether we know a program that starts it, and it speaks MCP on its standard streams.</summary>
    public static bool CanBeStarted(FileValue.Table package) =>
        Startable.Contains(TypeOf(package)) && (package.TableAt("transport")?.TextAt("type") ?? "stdio") is "stdio";

    /// <summary>The kind of package: <c>npm</c>; empty if the file does not say.</summary>
    public static string TypeOf(FileValue.Table package) =>
        (RegistryInputs.Key(package, "registryType") ?? RegistryInputs.Key(package, "registryName"))?.AsScalar ?? "";

    /// <summary>What the registry calls it.</summary>
    public static string? IdentifierOf(FileValue.Table package) => package.TextAt("identifier") ?? package.TextAt("name");

    /// <param name="package">The package.</param>
    /// <param name="serverVersion">The server's version, for a package without one.</param>
    /// <param name="inputs">Fills in what the file leaves to the user.</param>
    /// <param name="reader">Where to report problems.</param>
    public static SkillConfig Read(FileValue.Table package, string? serverVersion, RegistryInputs inputs, TableReader reader)
    {
        if (IdentifierOf(package) is not { Length: > 0 } identifier)
        {
            reader.Report(isError: true, package.Place, "the package has no \"identifier\".");
            return new SkillConfig();
        }

        var version = package.TextAt("version") ?? serverVersion;
        if (version is null or "latest" && TypeOf(package) is not "oci")
        {
            reader.Report(isError: false, package.Place, $"the package {identifier} has no version, so the newest one is started every time.");
            version = null;
        }

        if (RegistryInputs.Key(package, "registryBaseUrl")?.AsScalar is { } registry
            && !UsualRegistries.Any(usual => registry.Contains(usual, StringComparison.OrdinalIgnoreCase)))
        {
            reader.Report(isError: false, package.Place, $"the package {identifier} is at {registry}. Tell the program that starts it, or it looks in its usual place.");
        }

        var environment = inputs.Named(RegistryInputs.Key(package, "environmentVariables"));
        var runtime = inputs.Arguments(RegistryInputs.Key(package, "runtimeArguments"));
        var own = inputs.Arguments(RegistryInputs.Key(package, "packageArguments"));
        return new SkillConfig
        {
            Command = RegistryInputs.Key(package, "runtimeHint")?.AsScalar is { Length: > 0 } hint ? hint : RunnerOf(package),
            Arguments = Line(TypeOf(package), identifier, version, runtime, own, environment.Keys),
            Environment = environment,
        };
    }

    private static string RunnerOf(FileValue.Table package) => TypeOf(package) switch
    {
        "npm" => "npx",
        "pypi" => "uvx",
        "nuget" => "dnx",
        _ => "docker",
    };

    private static IReadOnlyList<string> Line(
        string type, string identifier, string? version, IReadOnlyList<string> runtime, IReadOnlyList<string> own, IEnumerable<string> variables)
    {
        var pinned = version is null ? identifier : $"{identifier}@{version}";
        switch (type)
        {
            case "npm":
                return [.. runtime.Intersect(["-y", "--yes"]).Any() ? [] : new[] { "-y" }, .. runtime, pinned, .. own];
            case "pypi":
                return [.. runtime, pinned, .. own];
            case "nuget":
                return [.. runtime, pinned, .. runtime.Contains("--yes") ? [] : new[] { "--yes" }, .. own.Count > 0 ? ["--", .. own] : Array.Empty<string>()];
            default:
                // A container only gets the variables that are named.
                var passed = variables.Where(variable => !runtime.Any(argument => argument == variable || argument.StartsWith($"{variable}=", StringComparison.Ordinal)));
                string[] begin = runtime is ["run", ..] ? [] : ["run", "-i", "--rm"];
                return [.. begin, .. passed.SelectMany(static variable => new[] { "-e", variable }), .. runtime, Image(identifier, version), .. own];
        }
    }

    private static string Image(string identifier, string? version)
    {
        var last = identifier[(identifier.LastIndexOf('/') + 1)..];
        return version is null || last.Contains(':', StringComparison.Ordinal) || last.Contains('@', StringComparison.Ordinal) ? identifier : $"{identifier}:{version}";
    }
}
