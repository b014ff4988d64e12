using System.Globalization;
using System.Text;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace McpSkillGen.Cli.Configs.Values;

/// <summary>Reads TOML: tables, dotted keys and inline tables become one tree.</summary>
internal static class TomlFile
{
    /// <param name="text">UTF-8; a byte order mark is allowed.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="SkillException">It is not TOML. Each mistake is on a line of its own.</exception>
    public static FileValue.Table Read(ReadOnlySpan<byte> text, string path)
    {
        var document = SyntaxParser.Parse(Encoding.UTF8.GetString(text).TrimStart('\uFEFF'), path, validate: true);
        if (document.HasErrors)
        {
            var problems = document.Diagnostics
                .Where(static message => message.Kind is DiagnosticMessageKind.Error)
                .Select(message => new ConfigProblem(
                    IsError: true, path, message.Span.Start.Line + 1, message.Span.Start.Column + 1, $"not TOML: {message.Message.TrimEnd('.')}."));
            throw new SkillException(ExitCode.WrongEnvironment, string.Join('\n', problems));
        }

        var root = new Branch(new FilePlace(1, 1));
        Add(root, document.KeyValues);
        foreach (var table in document.Tables)
        {
            var words = Words(table.Name!).ToArray();
            Add(table is TableArraySyntax ? root.At(words[..^1]).Append(words[^1].Word, words[^1].Place) : root.At(words), table.Items);
        }

        return root.Freeze();
    }

    private static void Add(Branch branch, IEnumerable<KeyValueSyntax> pairs)
    {
        foreach (var pair in pairs)
        {
            var words = Words(pair.Key!).ToArray();
            branch.At(words[..^1]).Add(words[^1].Word, words[^1].Place, pair.Value!);
        }
    }

    private static FileValue ValueOf(SyntaxNode value)
    {
        var place = PlaceOf(value);
        switch (value)
        {
            case StringValueSyntax text:
                return new FileValue.Text(text.Value ?? "", place);
            case BooleanValueSyntax flag:
                return new FileValue.Flag(flag.Value, place);
            case IntegerValueSyntax integer:
                return new FileValue.Number(integer.Value.ToString(CultureInfo.InvariantCulture), place);
            case FloatValueSyntax number:
                return new FileValue.Number(number.Value.ToString(CultureInfo.InvariantCulture), place);
            case ArraySyntax list:
                return new FileValue.List([.. list.Items.Select(static item => ValueOf(item.Value!))], place);
            case InlineTableSyntax inline:
                var branch = new Branch(place);
                Add(branch, inline.Items.Select(static item => item.KeyValue!));
                return branch.Freeze();
            default:
                return new FileValue.Text(value.ToString().Trim(), place);
        }
    }

    private static IEnumerable<(string Word, FilePlace Place)> Words(KeySyntax key) =>
        [WordOf(key.Key!), .. key.DotKeys.Select(static item => WordOf(item.Key!))];

    private static (string Word, FilePlace Place) WordOf(BareKeyOrStringValueSyntax key) => (
        key switch
        {
            StringValueSyntax quoted => quoted.Value ?? "",
            BareKeySyntax bare => bare.Key?.Text ?? "",
            _ => key.ToString().Trim(),
        },
        PlaceOf(key));

    private static FilePlace PlaceOf(SyntaxNode node) => new(node.Span.Start.Line + 1, node.Span.Start.Column + 1);

    /// <summary>A table that can still grow: TOML may add to it in several places.</summary>
    private sealed class Branch(FilePlace place)
    {
        private readonly List<(string Key, FilePlace Place, object Value)> _members = [];

        public Branch At(IEnumerable<(string Word, FilePlace Place)> words)
        {
            var branch = this;
            foreach (var (word, wordPlace) in words)
            {
                branch = branch.Child(word, wordPlace);
            }

            return branch;
        }

        public void Add(string key, FilePlace keyPlace, SyntaxNode value) => _members.Add((key, keyPlace, ValueOf(value)));

        /// <summary>One more table of a list: <c>[[word]]</c>.</summary>
        public Branch Append(string word, FilePlace wordPlace)
        {
            if (Known<List<Branch>>(word) is not { } list)
            {
                list = [];
                _members.Add((word, wordPlace, list));
            }

            list.Add(new Branch(wordPlace));
            return list[^1];
        }

        public FileValue.Table Freeze() => new(
            [.. _members.Select(static member => new FileValue.Member(member.Key, member.Place, FrozenOf(member.Value, member.Place)))], place);

        private static FileValue FrozenOf(object value, FilePlace valuePlace) => value switch
        {
            Branch branch => branch.Freeze(),
            List<Branch> list => new FileValue.List([.. list.Select(static item => item.Freeze())], valuePlace),
            _ => (FileValue)value,
        };

        private Branch Child(string word, FilePlace wordPlace)
        {
            // Below "[[list]]", "[list.inner]" belongs to the list's last table.
            if (Known<List<Branch>>(word) is [.., var last])
            {
                return last;
            }

            if (Known<Branch>(word) is { } known)
            {
                return known;
            }

            var child = new Branch(wordPlace);
            _members.Add((word, wordPlace, child));
            return child;
        }

        private T? Known<T>(string word)
            where T : class => _members.FirstOrDefault(member => member.Key == word && member.Value is T).Value as T;
    }
}
