using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using McpSkillGen.Generator.Tests.Harness;
using McpSkillGen.Runtime;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>Sends random values through the emitted types of a whole catalog, there and back.</summary>
internal sealed class RoundTrips(EmittedSkill emitted, string catalog)
{
    private readonly SkillModel _skill = SkillReader.Read(CatalogParser.Parse(catalog).Catalog, SkillName.From("x")).Skill;
    private readonly JsonElement _tools = JsonDocument.Parse(catalog).RootElement.GetProperty("tools");

    /// <summary>
    /// Arguments that fit the schema can be built with the emitted records, and are sent as they were. Whatever is valid to an
    /// independent validator, where there is one, still is when it is sent.
    /// </summary>
    public void CheckArguments(int samples, IndependentValidator validator)
    {
        foreach (var tool in _skill.Tools)
        {
            if (tool.ArgumentsType is ObjectDeclaration record)
            {
                var types = new TypedValues(emitted.Type(record.Name), [record, .. tool.NestedTypes]);
                var trips = Check(tool, "inputSchema", samples, json => Sent((IToolArguments)types.Build(new TypeModel.Object(record.Name), json)!), static json => json);
                if (IndependentValidator.IsAvailable)
                {
                    AssertStillValid(tool, trips, validator);
                }
            }
        }
    }

    /// <summary>Results that fit the schema are read, and hold what was sent; null and absent are the same to whoever reads.</summary>
    public void CheckResults(int samples)
    {
        foreach (var tool in _skill.Tools)
        {
            if (tool.Result is { } result)
            {
                var container = emitted.Type(result.Container);
                var types = new TypedValues(container, result.Root is null ? result.Nested : [result.Root, .. result.Nested]);
                Check(tool, "outputSchema", samples, json => WithoutNulls(types.Spell(result.Type, Read(container, json))), static json => WithoutNulls(json));
            }
        }
    }

    private void AssertStillValid(ToolModel tool, List<(string Original, string Sent)> trips, IndependentValidator validator)
    {
        var schema = SchemaOf(tool, "inputSchema").GetRawText();
        var before = validator.Validate(schema, [.. trips.Select(static trip => trip.Original)]);
        var after = validator.Validate(schema, [.. trips.Select(static trip => trip.Sent)]);
        Assert.All(trips, (trip, i) => Assert.True(before[i] is not null || after[i] is null, $"{tool.Name.WireName}: {trip.Sent} was sent and is not valid: {after[i]}"));
    }

    private JsonElement SchemaOf(ToolModel tool, string schemaName) =>
        _tools.EnumerateArray().First(one => one.GetProperty("name").GetString() == tool.Name.WireName).GetProperty(schemaName);

    private List<(string Original, string Sent)> Check(
        ToolModel tool, string schemaName, int samples, Func<JsonElement, string> there, Func<string, string> asRead)
    {
        var schema = SchemaOf(tool, schemaName);
        var trips = new List<(string, string)>();
        new SchemaValues(schema).Of(schema).Sample(
            text =>
            {
                using var original = JsonDocument.Parse(text);
                using var expected = JsonDocument.Parse(asRead(text));
                string actual;
                try
                {
                    actual = there(original.RootElement);
                }
                catch (DoesNotFitException mismatch)
                {
                    throw new InvalidOperationException($"{tool.Name.WireName}: {mismatch.Message}: {text}", mismatch);
                }

                using var sent = JsonDocument.Parse(actual);
                if (!JsonElement.DeepEquals(expected.RootElement, sent.RootElement))
                {
                    throw new InvalidOperationException($"{tool.Name.WireName}: {text}\nbecame {actual}");
                }

                trips.Add((text, actual));
            },
            iter: samples, threads: 1);
        return trips;
    }

    private static string Sent(IToolArguments arguments)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            arguments.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    private static object Read(Type container, JsonElement structured)
    {
        var result = TypedResult.Of(container, JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["structuredContent"] = structured }));
        return result.Value ?? throw new DoesNotFitException(result.Problem!);
    }

    private static string WithoutNulls(string json)
    {
        var node = JsonNode.Parse(json);
        Strip(node);
        return node?.ToJsonString() ?? "null";

        static void Strip(JsonNode? node)
        {
            foreach (var item in node as JsonArray ?? [])
            {
                Strip(item);
            }

            foreach (var (name, value) in (node as JsonObject)?.ToList() ?? [])
            {
                if (value is null)
                {
                    ((JsonObject)node!).Remove(name);
                }

                Strip(value);
            }
        }
    }
}
