using System.Text;
using System.Text.Json;
using CsCheck;
using McpSkillGen.Generator.Tests.Harness;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Arguments;

namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>Sends random arguments through the flags of a whole catalog, and has a validator of its own opinion look on.</summary>
internal sealed class FlagTrips(EmittedSkill emitted, string catalog, IndependentValidator validator) : IDisposable
{
    private readonly JsonElement _tools = JsonDocument.Parse(catalog).RootElement.GetProperty("tools");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flag-trips-");

    /// <summary>How many arguments were sent, and what was not tried.</summary>
    public TripCounts Counts { get; } = new();

    /// <summary>Arguments that the schema allows can be given as flags, none is objected to, and they are sent as they were.</summary>
    public void CheckValid(int samples)
    {
        foreach (var (tool, schema) in Tools())
        {
            var originals = Values(tool, schema, samples);
            IReadOnlyList<string?> verdicts;
            try
            {
                verdicts = validator.Validate(schema.GetRawText(), originals);
            }
            catch (UnreadableSchemaException unreadable)
            {
                Counts.AddUnreadable(tool.WireName, unreadable.Message);
                continue;
            }

            var valid = originals.Where((_, i) => verdicts[i] is null).ToList();
            Counts.Add(tool.WireName, valid.Count, originals.Count - valid.Count);
            var sent = valid.Select((json, i) => SendUnchanged(tool, json, seed: i)).ToList();
            AssertValid(tool, schema, sent);
        }
    }

    /// <summary>Arguments broken in one place are answered with one problem, which names the flag.</summary>
    /// <param name="samples">How many arguments of each tool are broken, in every place where they can be.</param>
    /// <param name="tools">Tools that ask for nothing but what is checked before a call.</param>
    public void CheckBroken(int samples, params string[] tools)
    {
        foreach (var (tool, schema) in Tools().Where(one => tools.Contains(one.Tool.WireName)))
        {
            var originals = Values(tool, schema, samples);
            var fits = validator.Validate(schema.GetRawText(), originals);
            var valid = originals.Where((_, i) => fits[i] is null);
            var broken = valid.SelectMany(json => BrokenValues.Of(schema, json)).ToList();
            var verdicts = validator.Validate(schema.GetRawText(), [.. broken.Select(static one => one.Json)]);
            foreach (var (one, i) in broken.Where((_, i) => verdicts[i] is not null).Select(static (one, i) => (one, i)))
            {
                Counts.Add(tool.WireName, 1, 0);
                var (line, problems, _) = Send(tool, one.Json, seed: i);
                var flag = "--" + tool.Arguments.First(argument => argument.WireName == one.Property).FlagName;
                Assert.True(
                    problems is [var only] && only.Contains(flag, StringComparison.Ordinal),
                    $"{tool.WireName}: {one.Json} ({one.What}) as {line}: expected one problem with {flag}, found: {string.Join(" | ", problems)}");
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private IEnumerable<(ToolDefinition Tool, JsonElement Schema)> Tools()
    {
        foreach (var described in _tools.EnumerateArray())
        {
            if (described.TryGetProperty("inputSchema", out var schema) && emitted.Definition.FindTool(described.GetProperty("name").GetString()!) is { } tool)
            {
                yield return (tool, schema);
            }
        }
    }

    private static List<string> Values(ToolDefinition tool, JsonElement schema, int samples)
    {
        var found = new List<string>();
        new SchemaValues(schema).Of(schema).Sample(
            text =>
            {
                using var document = JsonDocument.Parse(text);
                if (document.RootElement.ValueKind is JsonValueKind.Object)
                {
                    found.Add(CommandLineWriter.WithoutUnlisted(tool, document.RootElement));
                }
            },
            iter: samples, threads: 1);
        return found;
    }

    private string SendUnchanged(ToolDefinition tool, string json, int seed)
    {
        var (line, problems, sent) = Send(tool, json, seed);
        Assert.True(problems.Count == 0, $"{tool.WireName}: {json}\nas {line}\nis objected to: {string.Join(" | ", problems)}");
        using var original = JsonDocument.Parse(json);
        using var actual = JsonDocument.Parse(sent);
        Assert.True(JsonElement.DeepEquals(original.RootElement, actual.RootElement), $"{tool.WireName}: {json}\nas {line}\nbecame {sent}");
        return sent;
    }

    private (string Line, IReadOnlyList<string> Problems, string Sent) Send(ToolDefinition tool, string json, int seed)
    {
        using var document = JsonDocument.Parse(json);
        var args = new CommandLineWriter(tool, new Random(seed), _folder.FullName).Write(document.RootElement);
        var flags = ToolFlag.Of(tool);
        var parsed = ParsedLine.Parse(
            tool.CommandName,
            [.. flags.SelectMany(static flag => flag.WithProperties())],
            args,
            takesWords: false);
        var sent = new ArgumentBinder(parsed).Bind(flags);
        return (JsonSerializer.Serialize(args), parsed.Problems, Encoding.UTF8.GetString(sent.Span));
    }

    private void AssertValid(ToolDefinition tool, JsonElement schema, List<string> sent)
    {
        var verdicts = validator.Validate(schema.GetRawText(), sent);
        Assert.All(sent, (json, i) => Assert.True(verdicts[i] is null, $"{tool.WireName}: {json} was sent and is not valid: {verdicts[i]}"));
    }
}
