using McpSkillGen.Runtime.Tests.Support;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Runtime.Tests.Arguments;

public sealed class ArgumentBinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_absent_is_omitted() => Assert.Equal("{}", Bound());

    [Theory]
    [InlineData("hi", "\"hi\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("", "\"\"")]
    [InlineData("5", "\"5\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("1.0", "\"1.0\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("{}", "\"{}\"")]
    [InlineData("-5", "\"-5\"")]
    [InlineData("--hi", "\"--hi\"")]
    [InlineData("--json", "\"--json\"")]
    [InlineData("--count=5", "\"--count=5\"")]
    [InlineData("--count=", "\"--count=\"")]
    [InlineData("--", "\"--\"")]
    [InlineData("=", "\"=\"")]
    [InlineData("do-everything", "\"do-everything\"")]
    [InlineData("a=b:c", "\"a=b:c\"")]
    [InlineData("[directive]", "\"[directive]\"")]
    [InlineData("line\nline", "\"line\\nline\"")]
    public void Text_is_taken_as_it_stands(string value, string json) => Assert.Equal($$"""{"text":{{json}}}""", Bound("--text", value));

    [Theory]
    [InlineData("--text=", "")]
    [InlineData("--text=--", "--")]
    [InlineData("--text=--json", "--json")]
    [InlineData("--text=a=b=", "a=b=")]
    [InlineData("--text==", "=")]
    public void A_value_may_follow_an_equals_sign(string argument, string text) =>
        Assert.Equal($$"""{"text":"{{text}}"}""", Bound(argument));

    [Fact]
    public void An_empty_value_does_not_swallow_the_next_flag() =>
        Assert.Equal("""{"text":"","count":1}""", Bound("--text=", "--count", "1"));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-5", "-5")]
    [InlineData("+5", "5")]
    [InlineData("007", "7")]
    [InlineData("5.0", "5")]
    [InlineData("1e3", "1000")]
    [InlineData("-12.50e1", "-125")]
    [InlineData("1e300", "1e300")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("-123456789012345678901234567890", "-123456789012345678901234567890")]
    public void Integers_of_any_size_are_exact(string value, string json) => Assert.Equal($$"""{"count":{{json}}}""", Bound("--count", value));

    [Theory]
    [InlineData("0.10", "0.10")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("1e3", "1e3")]
    [InlineData("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827")]
    [InlineData("5", "5")]
    [InlineData(".5", "0.5")]
    [InlineData("+2.5", "2.5")]
    public void Decimals_keep_the_callers_digits(string value, string json) => Assert.Equal($$"""{"ratio":{{json}}}""", Bound("--ratio", value));

    [Theory]
    [InlineData("true", "--dry-run")]
    [InlineData("true", "--dry-run=true")]
    [InlineData("false", "--dry-run=false")]
    [InlineData("true", "--dry-run", "true")]
    [InlineData("false", "--dry-run", "false")]
    [InlineData("false", "--dry-run", "FALSE")]
    [InlineData("true", "--dry-run", "--dry-run")]
    [InlineData("false", "--no-dry-run")]
    [InlineData("false", "--no-dry_run")]
    public void Booleans_are_bare_or_have_a_value(string json, params string[] args) => Assert.Equal($$"""{"dry_run":{{json}}}""", Bound(args));

    [Fact]
    public void A_bare_boolean_leaves_the_next_flag_alone() =>
        Assert.Equal("""{"text":"x","dry_run":true}""", Bound("--dry-run", "--text", "x"));

    [Theory]
    [InlineData("""{"tags":["a"]}""", "--tags", "a")]
    [InlineData("""{"tags":["a","b","a"]}""", "--tags", "a", "--tags=b", "--tags", "a")]
    [InlineData("""{"tags":["5",""]}""", "--tags", "5", "--tags", "")]
    [InlineData("""{"tags":["a", "b"]}""", "--tags", """["a", "b"]""")]
    [InlineData("""{"tags":[]}""", "--tags", "[]")]
    [InlineData("""{"tags":["[draft"]}""", "--tags", "[draft")]
    [InlineData("""{"tags":["[1]","x"]}""", "--tags", "[1]", "--tags", "x")]
    [InlineData("""{"numbers":[1,-2]}""", "--numbers", "1", "--numbers", "-2")]
    [InlineData("""{"numbers":[1,2]}""", "--numbers", "[1,2]")]
    [InlineData("""{"switches":[true,false]}""", "--switches", "true", "--switches", "false")]
    [InlineData("""{"rows":[{"a":1},{}]}""", "--rows", """{"a":1}""", "--rows", "{}")]
    [InlineData("""{"matrix":[[1],[2]]}""", "--matrix", "[[1],[2]]")]
    [InlineData("""{"matrix":["a","b"]}""", "--matrix", "a", "--matrix", "b")]
    [InlineData("""{"matrix":[{"a":1},5]}""", "--matrix", "{\"a\":1}", "--matrix", "5")]
    [InlineData("""{"matrix":["a"]}""", "--matrix", "a")]
    public void Arrays_are_repeated_flags_or_one_json_array(string json, params string[] args) => Assert.Equal(json, Bound(args));

    [Theory]
    [InlineData("12", "12")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("\"12\"", "\"12\"")]
    [InlineData("""{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("just text", "\"just text\"")]
    public void An_argument_of_any_type_takes_json_and_what_is_none_as_text(string value, string json) =>
        Assert.Equal($$"""{"anything":{{json}}}""", Bound("--anything", value));

    [Theory]
    [InlineData("""{"filter":{"ownerName":"ann"}}""", "--filter.owner-name", "ann")]
    [InlineData("""{"filter":{"ownerName":"ann","limit":3}}""", "--filter.limit", "3", "--filter.owner-name", "ann")]
    [InlineData("""{"filter":{"ownerName":"ann","range":{"to":-1}}}""", "--filter.owner-name=ann", "--filter.range.to", "-1")]
    [InlineData("""{"filter":{"ownerName":"ann","range":{"from":1}}}""", "--filter.owner-name=ann", "--filter.range", """{"from":1}""")]
    [InlineData("""{"filter":{"ownerName":"ann","other":1}}""", "--filter", """{"ownerName":"ann","other":1}""")]
    public void Objects_are_dotted_flags_or_json(string json, params string[] args) => Assert.Equal(json, Bound(args));

    [Theory]
    [InlineData("--dry_run", """{"dry_run":true}""")]
    [InlineData("--filter.ownerName=ann", """{"filter":{"ownerName":"ann"}}""")]
    public void The_servers_own_spelling_works_too(string argument, string json) => Assert.Equal(json, Bound(argument));

    [Fact]
    public void A_spelling_that_is_another_flags_name_stays_that_flags()
    {
        var tool = new ToolDefinition
        {
            WireName = "t",
            CommandName = "t",
            Arguments =
            [
                new() { WireName = "json", FlagName = "json-2", Kind = ArgumentKind.String },
                new() { WireName = "a_b", FlagName = "a-b", Kind = ArgumentKind.String },
                new() { WireName = "a-b", FlagName = "a-b-2", Kind = ArgumentKind.String },
                new() { WireName = "p.q_r", FlagName = "p-q-r", Kind = ArgumentKind.String },
                new()
                {
                    WireName = "p",
                    FlagName = "p",
                    Kind = ArgumentKind.Object,
                    Properties = [new() { WireName = "q_r", FlagName = "q-r", Kind = ArgumentKind.String }],
                },
                new() { WireName = "naïve key", FlagName = "naive-key", Kind = ArgumentKind.String },
            ],
        };

        var read = CommandLine.Read(tool, "--json", "1", "--a-b", "2", "--a-b-2", "3", "--a_b", "4", "--naive-key", "5", "--p.q-r", "6");

        Assert.False(read.Options.Output.AsJson);
        Assert.StartsWith("{\"json\":\"1\"", read.Json, StringComparison.Ordinal);
        Assert.Equal(["--a-b is given 2 times; expected a string once."], read.Problems);
        Assert.Contains("\"a-b\":\"3\"", read.Json, StringComparison.Ordinal);
        Assert.Contains("\"p\":{\"q_r\":\"6\"}", read.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--count is 'many'; expected an integer.", "--count", "many")]
    [InlineData("--count is '1.5'; expected an integer.", "--count", "1.5")]
    [InlineData("--count is ''; expected an integer.", "--count", "")]
    [InlineData("--count is ''; expected an integer.", "--count=")]
    [InlineData("--count is '--dry-run'; expected an integer.", "--count", "--dry-run")]
    [InlineData("--ratio is 'NaN'; expected a number.", "--ratio", "NaN")]
    [InlineData("--ratio is '1,5'; expected a number.", "--ratio", "1,5")]
    [InlineData("--dry-run is 'yes'; expected true or false.", "--dry-run", "yes")]
    [InlineData("--dry-run is 'yes'; expected true or false.", "--dry-run=yes")]
    [InlineData("--color is 'gren'; expected one of red, green, blue. Did you mean green?", "--color", "gren")]
    [InlineData("--color is 'Red'; expected one of red, green, blue. Did you mean red?", "--color", "Red")]
    [InlineData("--color is 'ultraviolet'; expected one of red, green, blue.", "--color", "ultraviolet")]
    [InlineData("--numbers is 'x'; expected an integer.", "--numbers", "1", "--numbers", "x")]
    [InlineData("--rows is '[1'; expected a JSON object.", "--rows", "[1")]
    [InlineData("--anything is '{broken'; expected JSON.", "--anything", "{broken")]
    [InlineData("--filter is 'x'; expected a JSON object. Its JSON: {ownerName: string, limit?: integer, range?: {from?: integer, to?: integer}}.", "--filter", "x")]
    [InlineData("--filter and --filter.limit are both given; give the whole object or its parts.", "--filter", """{"ownerName":""}""", "--filter.limit", "1")]
    [InlineData("--filter and --filter.range are both given; give the whole object or its parts.", "--filter", """{"ownerName":""}""", "--filter.range.to", "1")]
    [InlineData("--filter.owner-name is missing; expected a string.", "--filter.limit", "1")]
    [InlineData("--text is given 2 times; expected a string once.", "--text", "a", "--text", "b")]
    [InlineData("--txet is not a flag of 'do-everything'. Did you mean --text?", "--txet")]
    [InlineData("--txet is not a flag of 'do-everything'. Did you mean --text?", "--txet", "5")]
    [InlineData("--txet=5 is not a flag of 'do-everything'. Did you mean --text?", "--txet=5")]
    [InlineData("'stray' does not belong to a flag. A value follows its flag; put quotes around a value with spaces.", "stray")]
    [InlineData("'do-everything' does not belong to a flag. A value follows its flag; put quotes around a value with spaces.", "do-everything")]
    [InlineData("'words' does not belong to a flag. Put quotes around a value with spaces: --text 'two words'", "--text", "two", "words")]
    [InlineData("'it is' does not belong to a flag. A value follows its flag; put quotes around a value with spaces.", "--json", "it", "is")]
    [InlineData("""'{"text":"a"}' does not belong to a flag. Arguments as JSON go to 'call': call do-everything '{"text":"a"}'""", """{"text":"a"}""")]
    [InlineData("'2' does not belong to a flag. A value follows its flag; put quotes around a value with spaces.", "--count", "1", "2")]
    [InlineData("'4 5' does not belong to a flag. Repeat the flag for each value: --numbers 3 --numbers 4 --numbers 5", "--numbers", "3", "4", "5")]
    [InlineData("""--rows.name is not a flag of 'do-everything'. --rows takes whole items. Give each as JSON: --rows '{"name": ...}'""", "--rows.name", "x")]
    [InlineData("--count needs a value.", "--count")]
    [InlineData("--text needs a value.", "--text")]
    public void A_mistake_is_told_once_with_what_was_received_and_what_is_expected(string problem, params string[] args) =>
        Assert.Equal([problem], CommandLine.Read(SampleSkill.Everything, args).Problems);

    [Fact]
    public void A_stray_word_is_offered_to_the_only_flag_that_is_missing() =>
        Assert.Equal(
            ["'hello there' does not belong to a flag. Did you mean --message 'hello there'?", "--message is missing; expected a string: What to say."],
            CommandLine.Read(SampleSkill.Strict, "hello there", "--amount", "1", "--options", "{}").Problems);

    [Fact]
    public void A_stray_word_behind_another_flags_value_is_offered_to_the_only_flag_that_is_missing() =>
        Assert.Equal(
            ["'5' does not belong to a flag. Did you mean --amount 5?", "--amount is missing; expected an integer."],
            CommandLine.Read(SampleSkill.Strict, "--options", "{}", "--message", "a", "5").Problems);

    [Fact]
    public void Where_a_list_takes_whole_items_the_shape_of_one_is_shown() =>
        Assert.Contains(
            "'5' does not belong to a flag. --rows takes whole items. Give each as JSON, in quotes: object",
            CommandLine.Read(SampleSkill.Everything, "--rows", "4", "5").Problems);

    [Fact]
    public void An_unknown_flag_without_a_likeness_is_told_with_the_flags_that_are_left()
    {
        Assert.Equal(
            "--zebra is not a flag of 'strict'. It has --amount (required), --options (required).",
            CommandLine.Read(SampleSkill.Strict, "--message", "a", "--zebra").Problems[0]);
        Assert.Equal(
            "--mesage is not a flag of 'strict'. It has --amount (required), --options (required).",
            CommandLine.Read(SampleSkill.Strict, "--mesage", "--message", "a").Problems[0]);
    }

    [Theory]
    [InlineData("--entities.name is not a flag of 'create'. --entities takes whole items. Give each as JSON: --entities '{\"name\": ..., \"entityType\": ..., ...}'", "--entities.name", "a")]
    [InlineData("--name is not a flag of 'create'. --entities takes whole items. Give each as JSON: --entities '{\"name\": ..., \"entityType\": ..., ...}'", "--name", "a")]
    [InlineData("--entity-type=a is not a flag of 'create'. --entities takes whole items. Give each as JSON: --entities '{\"name\": ..., \"entityType\": ..., ...}'", "--entity-type=a")]
    [InlineData("--entities is 'a'; expected a JSON object. Its JSON: {name: string, entityType: string, note?: string}.", "--entities", "a")]
    [InlineData("--entities #2.entityType is missing; expected a string.", "--entities", """{"name":"a","entityType":"b"}""", "--entities", """{"name":"a"}""")]
    [InlineData("--entities[1].entityType is missing; expected a string.", "--entities", """[{"name":"a","entityType":"b"},{"name":"a"}]""")]
    [InlineData("--rows is '3,4,a'; a row is a JSON array, and --rows takes rows. Did you mean --rows '[[3,4,\"a\"]]'?", "--rows", "3,4,a")]
    [InlineData("--rows is '[3, 4]'; a row is a JSON array, and --rows takes rows. Did you mean --rows '[[3, 4]]'?", "--rows", "[3, 4]")]
    [InlineData("--rows is '[3,null]'; a row is a JSON array, and --rows takes rows. Did you mean --rows '[[3,null]]'?", "--rows", "[3,null]")]
    [InlineData("--rows #2[0] is 'x'; expected a number, or null.", "--rows", "[1,null]", "--rows", "[\"x\"]")]
    [InlineData("--rows is '{'; expected a number or null each time, or a JSON array.", "--rows", "{")]
    public void A_wrong_list_of_lists_or_objects_is_told_with_the_right_one(string problem, params string[] args) =>
        Assert.Equal(problem, CommandLine.Read(Create, args).Problems[0]);

    [Fact]
    public void Every_mistake_is_told_at_once() =>
        Assert.Equal(
            [
                "--colour is not a flag of 'strict'. It has --message (required), --options (required).",
                "--timeout is '0'; expected a number of seconds, more than 0 and at most 86400.",
                "--message is missing; expected a string: What to say.",
                "--amount is 'x'; expected an integer.",
                "--options is missing; expected a JSON object.",
            ],
            CommandLine.Read(SampleSkill.Strict, "--amount", "x", "--colour", "--timeout", "0").Problems);

    [Fact]
    public void A_long_or_odd_value_is_shown_short_and_plain()
    {
        var problem = Assert.Single(CommandLine.Read(SampleSkill.Everything, "--count", "\u001b[2J" + new string('9', 100) + "x").Problems);

        Assert.Equal($"--count is '\\u001b[2J{new string('9', 56)}…'; expected an integer.", problem);
    }

    [Fact]
    public void A_value_may_come_from_a_file()
    {
        var text = _folder.Write("text", "one\ntwo\n");
        var number = _folder.Write("number", "42\n");
        var array = _folder.Write("array", "\n[1, 2]\n");

        Assert.Equal("""{"text":"one\ntwo\n","count":42,"numbers":""" + "\n[1, 2]\n" + """}""", Bound("--text", "@" + text, "--count", "@" + number, "--numbers", "@" + array));
    }

    [Theory]
    [InlineData("@@handle", "@handle")]
    [InlineData("@@", "@")]
    [InlineData("me@example.com", "me@example.com")]
    public void A_text_that_begins_with_at_is_written_with_two(string value, string text) =>
        Assert.Equal($$"""{"text":"{{text}}"}""", Bound("--text", value));

    [Fact]
    public void A_file_that_cannot_be_read_is_told_with_the_way_out()
    {
        var missing = _folder["missing"];

        var problem = Assert.Single(CommandLine.Read(SampleSkill.Everything, "--text", "@" + missing).Problems);

        Assert.StartsWith($"--text: the file '{missing}' cannot be read: ", problem, StringComparison.Ordinal);
        Assert.EndsWith(" To pass text that begins with @, write @@.", problem, StringComparison.Ordinal);
        Assert.Single(CommandLine.Read(SampleSkill.Everything, "--text", "@").Problems);
        Assert.Single(CommandLine.Read(SampleSkill.Everything, "--text", "@" + _folder.Path).Problems);
    }

    private static string Bound(params string[] args)
    {
        var read = CommandLine.Read(SampleSkill.Everything, args);
        Assert.Empty(read.Problems);
        return read.Json;
    }

    private static ToolDefinition Create { get; } = new()
    {
        WireName = "create",
        CommandName = "create",
        Arguments =
        [
            new()
            {
                WireName = "entities",
                FlagName = "entities",
                Kind = ArgumentKind.Array,
                Item = new()
                {
                    WireName = "",
                    FlagName = "",
                    Kind = ArgumentKind.Object,
                    Properties =
                    [
                        new() { WireName = "name", FlagName = "name", Kind = ArgumentKind.String, IsRequired = true },
                        new() { WireName = "entityType", FlagName = "entity-type", Kind = ArgumentKind.String, IsRequired = true },
                        new() { WireName = "note", FlagName = "note", Kind = ArgumentKind.String },
                    ],
                },
            },
            new()
            {
                WireName = "rows",
                FlagName = "rows",
                Kind = ArgumentKind.Array,
                Item = new()
                {
                    WireName = "",
                    FlagName = "",
                    Kind = ArgumentKind.Array,
                    Item = new() { WireName = "", FlagName = "", Kind = ArgumentKind.Number, IsNullable = true },
                },
            },
        ],
    };
}
