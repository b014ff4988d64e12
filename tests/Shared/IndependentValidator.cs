using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSkillGen.Tests.Shared;

/// <summary>
/// Somebody else's reading of JSON Schema: ajv, drafts 4 to 2020-12, in one Node process for the whole run. What we generate,
/// check and send is measured by it, and so is the schema of <c>mcp-config.json</c>. A fixture of the assemblies that use it.
/// </summary>
public sealed class IndependentValidator : IDisposable
{
    private readonly Lock _turn = new();
    private Process? _node;

    /// <summary>Whether Node and npm are there; without them there is nobody to ask.</summary>
    public static bool IsAvailable => NpmFolder.CanInstall;

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
        var source = Repository.PathOf("tests/Shared/Validator");
        var packages = Task.Run(() => NpmFolder.InstallAsync(source, Repository.PathOf("artifacts/npm"), CancellationToken.None)).GetAwaiter().GetResult();
        return Process.Start(new ProcessStartInfo("node", [Path.Combine(source, "validate.cjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = packages.Modules },
        })!;
    }
}

/// <summary>The validator does not read this schema.</summary>
internal sealed class UnreadableSchemaException(string reason) : Exception(reason);
