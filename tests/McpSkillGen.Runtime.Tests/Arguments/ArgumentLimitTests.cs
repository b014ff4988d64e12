using McpSkillGen.Runtime.Tests.Support;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Runtime.Tests.Arguments;

/// <summary>What a schema asks of a value beyond its type, checked before any process is started.</summary>
public sealed class ArgumentLimitTests
{
    [Theory]
    [InlineData("""{"percent":0}""", "--percent", "0")]
    [InlineData("""{"percent":100}""", "--percent=100")]
    [InlineData("""{"ratio":1}""", "--ratio", "1")]
    [InlineData("""{"price":0.3}""", "--price", "0.3")]
    [InlineData("""{"price":-12.7}""", "--price", "-12.7")]
    [InlineData("""{"price":1e300}""", "--price", "1e300")]
    [InlineData("""{"level":2}""", "--level", "2")]
    [InlineData("""{"code":"ab"}""", "--code", "ab")]
    [InlineData("""{"code":"😀😀😀😀"}""", "--code", "😀😀😀😀")]
    [InlineData("""{"slug":"abc"}""", "--slug", "abc")]
    [InlineData("""{"agree":true}""", "--agree")]
    [InlineData("""{"names":["a","b"]}""", "--names", "a", "--names", "b")]
    [InlineData("""{"names":["a", "b"]}""", "--names", """["a", "b"]""")]
    [InlineData("""{"range":{"startAt":1,"steps":[2]}}""", "--range.start-at", "1", "--range.steps", "2")]
    [InlineData("""{"range":{"startAt": 1}}""", "--range", """{"startAt": 1}""")]
    public void What_is_within_the_limits_is_sent(string json, params string[] args) => Assert.Equal(json, Bound(args));

    [Theory]
    [InlineData("""{"due":null}""", "--due", "null")]
    [InlineData("""{"due":"null"}""", "--due", "\"null\"")]
    [InlineData("""{"due":"\"x\""}""", "--due", "\"x\"")]
    [InlineData("""{"due":""}""", "--due", "")]
    [InlineData("""{"parent":null}""", "--parent=null")]
    public void Null_is_sent_where_it_is_allowed_and_was_written(string json, params string[] args) => Assert.Equal(json, Bound(args));

    [Theory]
    [InlineData("""{"mixed":"auto"}""", "auto")]
    [InlineData("""{"mixed":"auto"}""", "\"auto\"")]
    [InlineData("""{"mixed":1}""", "1")]
    [InlineData("""{"mixed":"1"}""", "\"1\"")]
    [InlineData("""{"mixed":null}""", "null")]
    public void One_of_several_values_of_any_type_keeps_its_type(string json, string value) => Assert.Equal(json, Bound("--mixed", value));

    [Theory]
    [InlineData("""{"labels":{"a":1}}""", "--labels", "a=1")]
    [InlineData("""{"labels":{"a":1,"b c":-2}}""", "--labels", "a=1", "--labels=b c=-2")]
    [InlineData("""{"labels":{"a=b":1}}""", "--labels", """{"a=b":1}""")]
    [InlineData("""{"labels":{}}""", "--labels", "{}")]
    public void A_map_is_given_in_pairs_or_as_json(string json, params string[] args) => Assert.Equal(json, Bound(args));

    [Theory]
    [InlineData("""{"id":7}""", "--id", "7")]
    [InlineData("""{"id":"7"}""", "--id", "\"7\"")]
    [InlineData("""{"id":"seven"}""", "--id", "seven")]
    [InlineData("""{"id":"{not json"}""", "--id", "{not json")]
    [InlineData("""{"id":"true"}""", "--id", "true")]
    [InlineData("""{"to":"ann"}""", "--to", "ann")]
    [InlineData("""{"to":["ann","bob"]}""", "--to", "ann", "--to", "bob")]
    [InlineData("""{"to":["ann"]}""", "--to", """["ann"]""")]
    [InlineData("""{"on":false}""", "--on", "false")]
    [InlineData("""{"on":0.5}""", "--on", "0.5")]
    public void One_of_several_types_is_what_the_text_looks_like(string json, params string[] args) => Assert.Equal(json, Bound(args));

    [Theory]
    [InlineData("--percent is '101'; expected an integer, from 0 to 100.", "--percent", "101")]
    [InlineData("--percent is '-1'; expected an integer, from 0 to 100.", "--percent", "-1")]
    [InlineData("--percent is '99999999999999999999999'; expected an integer, from 0 to 100.", "--percent", "99999999999999999999999")]
    [InlineData("--ratio is '0'; expected a number, more than 0 and at most 1.", "--ratio", "0")]
    [InlineData("--ratio is '1e999'; expected a number, more than 0 and at most 1.", "--ratio", "1e999")]
    [InlineData("--price is '0.35'; expected a number, a multiple of 0.1.", "--price", "0.35")]
    [InlineData("--level is '4'; expected one of 1, 2, 3. Did you mean 1?", "--level", "4")]
    [InlineData("--code is 'a'; expected a string, 2 to 4 characters.", "--code", "a")]
    [InlineData("--code is '😀😀😀😀😀'; expected a string, 2 to 4 characters.", "--code", "😀😀😀😀😀")]
    [InlineData("--slug is 'A1'; expected a string, matching ^[a-z]+$.", "--slug", "A1")]
    [InlineData("--parent is 'nil'; expected an integer, or null.", "--parent", "nil")]
    [InlineData("--agree is 'false'; expected true.", "--no-agree")]
    [InlineData("--mixed is '2'; expected one of \"auto\", 1, null, \"1\". Did you mean 1?", "--mixed", "2")]
    [InlineData("--names is given once; expected a string, at most 5 characters each time, or a JSON array, 2 to 3 items, all different.", "--names", "a")]
    [InlineData("--names is given the same value twice; expected a string, at most 5 characters each time, or a JSON array, 2 to 3 items, all different.", "--names", "a", "--names", "a")]
    [InlineData("--names is 'abcdef'; expected a string, at most 5 characters.", "--names", "abcdef", "--names", "b")]
    [InlineData("--names is '[1]'; expected a string, at most 5 characters each time, or a JSON array, 2 to 3 items, all different.", "--names", "[1]")]
    [InlineData("--names[1] is '2'; expected a string, at most 5 characters.", "--names", """["a",2]""")]
    [InlineData("--labels is 'a'; expected name=value each time, or a JSON object.", "--labels", "a")]
    [InlineData("--labels.a is 'x'; expected an integer.", "--labels", "a=x")]
    [InlineData("--labels.a is 'x'; expected an integer.", "--labels", """{"a":"x"}""")]
    [InlineData("--labels is given 'a' twice.", "--labels", "a=1", "--labels", "a=2")]
    [InlineData("--on is 'yes'; expected true or false or a number.", "--on", "yes")]
    [InlineData("--range.startAt is '0'; expected an integer, at least 1.", "--range", """{"startAt":0}""")]
    [InlineData("--range.start-at is '0'; expected an integer, at least 1.", "--range.start-at", "0")]
    [InlineData("--range.startAt is missing; expected an integer, at least 1.", "--range", "{}")]
    [InlineData("--range has no property 'startat'. Did you mean startAt?", "--range", """{"startAt":1,"startat":1}""")]
    [InlineData("--range.steps[0] is '1.5'; expected an integer.", "--range", """{"startAt":1,"steps":[1.5]}""")]
    public void What_is_beyond_a_limit_is_told_with_the_limit(string problem, params string[] args) =>
        Assert.Equal([problem], CommandLine.Read(SampleSkill.Limited, args).Problems);

    [Theory]
    [InlineData("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")]
    [InlineData("(unclosed", "x")]
    [InlineData("^.{2}$", "😀😀")]
    [InlineData("^[😀😁]$", "😁")]
    [InlineData(@"\ba b\b", "éa b")]
    [InlineData(@"^\W+$", "é")]
    [InlineData("^[^]+$", "x")]
    [InlineData("^[a-z-[A-Z]+$", "a[B")]
    [InlineData("^[[:alnum:]_-]+$", "abc_1")]
    [InlineData(@"^\w{,5}$", "abc")]
    [InlineData(@"\Aabc\Z", "x")]
    [InlineData("(?i)^abc$", "x")]
    [InlineData("(?P<year>[0-9]+)", "x")]
    [InlineData(@"^\p{L}+$", "1")]
    [InlineData("^[a-z&&[^b]]+$", "b")]
    public void A_pattern_that_cannot_be_decided_is_left_to_the_server(string pattern, string text) =>
        Assert.True(TextPattern.Of(pattern).MayMatch(text, TimeSpan.FromSeconds(10)));

    [Theory]
    [InlineData("^[a-z]+$", "é")]
    [InlineData("^[a-z]+$", "😀")]
    [InlineData("^[0-9]{4}-[0-9]{2}$", "x")]
    [InlineData(@"^[^\]-]-[a]$", "x")]
    public void A_pattern_that_can_be_decided_is(string pattern, string text) => Assert.False(TextPattern.Of(pattern).MayMatch(text, TimeSpan.FromSeconds(10)));

    [Fact]
    public void A_tools_own_flag_is_never_taken_for_a_denial()
    {
        var tool = new ToolDefinition
        {
            WireName = "t",
            CommandName = "t",
            Arguments =
            [
                new() { WireName = "cache", FlagName = "cache", Kind = ArgumentKind.Boolean },
                new() { WireName = "no_cache", FlagName = "no-cache", Kind = ArgumentKind.Boolean },
            ],
        };

        Assert.Equal("""{"no_cache":true}""", CommandLine.Read(tool, "--no-cache").Json);
        Assert.Equal(["--no-text is not a flag of 't'. It has --cache, --no-cache."], CommandLine.Read(tool, "--no-text").Problems);
    }

    private static string Bound(params string[] args)
    {
        var read = CommandLine.Read(SampleSkill.Limited, args);
        Assert.Empty(read.Problems);
        return read.Json;
    }
}
