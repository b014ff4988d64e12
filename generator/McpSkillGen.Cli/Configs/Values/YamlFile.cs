using System.Globalization;
using System.Text;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace McpSkillGen.Cli.Configs.Values;

/// <summary>Reads the first document of a YAML file, with aliases and merged keys (<c>&lt;&lt;</c>) filled in.</summary>
internal static class YamlFile
{
    // An alias costs a word and may stand for a whole tree: nine levels of ten aliases are a billion values.
    private const int MaxValues = 100_000;

    // A list may contain itself, by its alias.
    private const int MaxDepth = 64;

    private const string MergeKey = "<<";

    /// <param name="text">UTF-8; a byte order mark is allowed.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="SkillException">It is not YAML, or too large when its aliases are filled in.</exception>
    public static FileValue Read(ReadOnlySpan<byte> text, string path)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(Encoding.UTF8.GetString(text).TrimStart('\uFEFF'));
            stream.Load(reader);
            var left = MaxValues;
            return stream.Documents is [var first, ..] ? ValueOf(first.RootNode, MaxDepth, ref left) : new FileValue.Nothing(new FilePlace(1, 1));
        }
        catch (YamlException e)
        {
            var problem = new ConfigProblem(IsError: true, path, (int)e.Start.Line, (int)e.Start.Column, $"not YAML: {(e.InnerException ?? e).Message.TrimEnd('.')}.");
            throw new SkillException(ExitCode.WrongEnvironment, problem.ToString(), e);
        }
    }

    private static FileValue ValueOf(YamlNode node, int depth, ref int left)
    {
        if (--left < 0 || depth == 0)
        {
            throw new YamlException(node.Start, node.End, $"with its aliases filled in, it has more than {MaxValues} values or {MaxDepth} levels");
        }

        var place = PlaceOf(node);
        switch (node)
        {
            case YamlMappingNode mapping:
                return TableOf(mapping, place, depth, ref left);
            case YamlSequenceNode sequence:
                var items = new List<FileValue>();
                foreach (var item in sequence.Children)
                {
                    items.Add(ValueOf(item, depth - 1, ref left));
                }

                return new FileValue.List(items, place);
            default:
                return ScalarOf((YamlScalarNode)node, place);
        }
    }

    private static FileValue.Table TableOf(YamlMappingNode mapping, FilePlace place, int depth, ref int left)
    {
        var members = new List<FileValue.Member>();
        var merged = new List<FileValue.Member>();
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? key.ToString();
            var read = ValueOf(value, depth - 1, ref left);
            if (name == MergeKey)
            {
                merged.AddRange((read is FileValue.List list ? list.Items : [read]).OfType<FileValue.Table>().SelectMany(static table => table.Members));
            }
            else
            {
                members.Add(new FileValue.Member(name, PlaceOf(key), read));
            }
        }

        // What stands in the table itself wins, and then what was merged first.
        members.AddRange(merged.DistinctBy(static member => member.Key).Where(member => members.TrueForAll(own => own.Key != member.Key)).ToArray());
        return new FileValue.Table(members, place);
    }

    private static FileValue ScalarOf(YamlScalarNode scalar, FilePlace place)
    {
        var text = scalar.Value ?? "";
        return scalar.Style is not ScalarStyle.Plain ? new FileValue.Text(text, place) : text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new FileValue.Nothing(place),
            "true" or "True" or "TRUE" => new FileValue.Flag(true, place),
            "false" or "False" or "FALSE" => new FileValue.Flag(false, place),
            _ when IsNumber(text) => new FileValue.Number(text, place),
            _ => new FileValue.Text(text, place),
        };
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        && text.All(static c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or 'e' or 'E');

    private static FilePlace PlaceOf(YamlNode node) => new((int)node.Start.Line, (int)node.Start.Column);
}
