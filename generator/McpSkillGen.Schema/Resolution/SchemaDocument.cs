using System.Globalization;
using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Resolution;

/// <summary>One schema with everything in it that a reference can name: places, anchors, and schemas with an id.</summary>
/// <param name="root">The schema that <c>#</c> refers to.</param>
internal sealed class SchemaDocument(JsonNode root)
{
    // A schema has no address, but relative references need an absolute base.
    private static readonly Uri Nameless = new("schema:///");

    private readonly Dictionary<string, JsonNode> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<JsonNode, Uri> _baseOf = [];
    private bool _isIndexed;

    public JsonNode Root { get; } = root;

    /// <summary>Follows one reference of a schema in this document.</summary>
    /// <param name="reference">The value of <c>$ref</c>.</param>
    /// <param name="schema">The schema with the reference, which may be relative to its id.</param>
    public Reference Follow(string reference, JsonNode schema)
    {
        Index();
        var from = _baseOf.TryGetValue(schema, out var own) ? own : Nameless;
        if (!Uri.TryCreate(from, reference, out var target))
        {
            return new Reference.Nowhere();
        }

        var fragment = Uri.UnescapeDataString(target.Fragment.TrimStart('#'));
        var resource = Resource(target);
        if (!_named.TryGetValue(resource, out var document))
        {
            return new Reference.OtherDocument();
        }

        if (fragment is "" or "/")
        {
            return new Reference.Found(document, NameOfResource(target));
        }

        if (fragment[0] is '/')
        {
            return FollowPointer(document, fragment.Substring(1).Split('/').Select(Unescape).ToList());
        }

        return _named.TryGetValue($"{resource}#{fragment}", out var anchored)
            ? new Reference.Found(anchored, fragment)
            : new Reference.Nowhere();
    }

    private static Reference FollowPointer(JsonNode document, List<string> steps)
    {
        var place = document;
        foreach (var step in steps)
        {
            var next = place switch
            {
                JsonObject members => members[step],
                JsonArray items
                    when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < items.Items.Count
                    => items.Items[index],
                _ => null,
            };
            if (next is null)
            {
                return new Reference.Nowhere();
            }

            place = next;
        }

        return new Reference.Found(place, NameOfPointer(steps));
    }

    // A definition is named by its key. Other places have no name.
    private static string NameOfPointer(List<string> steps) =>
        steps.Count > 1 && steps[steps.Count - 2] is "$defs" or "definitions" ? steps[steps.Count - 1] : "";

    private static string NameOfResource(Uri target)
    {
        var file = target.AbsolutePath.Split('/').Last();
        return Uri.UnescapeDataString(file.Split('.')[0]);
    }

    private static string Unescape(string step) => step.Replace("~1", "/").Replace("~0", "~");

    private static string Resource(Uri address) => address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped);

    private void Index()
    {
        if (!_isIndexed)
        {
            _isIndexed = true;
            _named[Resource(Nameless)] = Root;
            Index(Root, Nameless);
        }
    }

    private void Index(JsonNode schema, Uri within)
    {
        if (schema is not JsonObject keywords)
        {
            return;
        }

        // Draft-04 spells it "id". Drafts before 2019-09 wrote anchors as "#name".
        var address = within;
        if ((keywords["$id"] ?? keywords["id"]) is JsonString { Value: not "" } id && Uri.TryCreate(within, id.Value, out var named))
        {
            if (id.Value[0] is '#')
            {
                Name($"{Resource(within)}#{id.Value.Substring(1)}", schema);
            }
            else
            {
                address = named;
                Name(Resource(named), schema);
            }
        }

        foreach (var anchor in new[] { keywords["$anchor"], keywords["$dynamicAnchor"] }.OfType<JsonString>())
        {
            Name($"{Resource(address)}#{anchor.Value}", schema);
        }

        _baseOf[schema] = address;
        foreach (var inner in SchemaKeywords.Within(keywords))
        {
            Index(inner, address);
        }
    }

    // Of two schemas with the same name, the first is meant.
    private void Name(string name, JsonNode schema)
    {
        if (!_named.ContainsKey(name))
        {
            _named.Add(name, schema);
        }
    }
}
