using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Generator.Tests.RoundTrip;

[assembly: AssemblyFixture(typeof(IndependentValidator))]

namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>
/// Somebody else's reading of JSON Schema: ajv, drafts 4 to 2020-12, in one Node process for the whole run. What we generate,
/// check and send is measured by it.
/// </summary>
public sealed class IndependentValidator : IDisposable
{
    private readonly Lock _turn = new();
    private Process? _node;

    /// <summary>Whether Node and npm are there; without them there is nobody to ask.</summary>
    public static bool IsAvailable { get; } = IsOnPath("node") && IsOnPath("npm");

    /// <summary>What is wrong with each value, null where it is valid.</summary>
    /// <param name="schema">The schema as JSON.</param>
    /// <param name="values">Values as JSON.</param>
    /// <exception cref="UnreadableSchemaException">The schema is none, as far as the validator can tell.</exception>
    public IReadOnlyList<string?> Validate(string schema, IReadOnlyList<string> values)
    {
        var line = $$"""{"schema":{{OnOneLine(schema)}},"values":[{{string.Join(',', values.Select(OnOneLine))}}]}""";
        lock (_turn)
        {
            _node ??= Start();
            _node.StandardInput.WriteLine(line);
            _node.StandardInput.Flush();
            var answer = _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The validator ended: " + _node.StandardError.ReadToEnd());
            return JsonNode.Parse(answer)!["problems"] is JsonArray problems
                ? problems.Select(static problem => (string?)problem).ToList()
                : throw new UnreadableSchemaException((string)JsonNode.Parse(answer)!["unreadable"]!);
        }
    }

    public void Dispose()
    {
        if (_node is not null)
        {
            _node.StandardInput.Close();
            _node.WaitForExit();
            _node.Dispose();
        }
    }

    private static string OnOneLine(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }

    private static Process Start()
    {
        var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Install(), "validate.cjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return node;
    }

    // Installed once per content of the folder, from the pinned lock file.
    private static string Install()
    {
        var source = Path.Combine(Harness.TestFiles.Project, "Validator");
        string[] files = ["package.json", "package-lock.json", "validate.cjs"];
        var content = files.SelectMany(file => File.ReadAllBytes(Path.Combine(source, file))).ToArray();
        var target = Path.Combine(Harness.TestFiles.Project, "..", "..", "artifacts", "npm", Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
        var finished = Path.Combine(target, ".installed");
        if (!File.Exists(finished))
        {
            Directory.CreateDirectory(target);
            foreach (var file in files)
            {
                File.Copy(Path.Combine(source, file), Path.Combine(target, file), overwrite: true);
            }

            using var npm = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--silent"]) { WorkingDirectory = target })!;
            npm.WaitForExit();
            Assert.Equal(0, npm.ExitCode);
            File.WriteAllText(finished, "");
        }

        return target;
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => new[] { "", ".exe", ".cmd" }.Any(ending => File.Exists(Path.Combine(folder, program + ending))));
}

/// <summary>The validator does not read this schema.</summary>
internal sealed class UnreadableSchemaException(string reason) : Exception(reason);
