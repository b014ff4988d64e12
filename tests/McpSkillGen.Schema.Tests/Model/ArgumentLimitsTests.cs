using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Schema.Tests.Model;

public sealed class ArgumentLimitsTests
{
    [Fact]
    public void Limits_are_read_as_the_schema_has_them()
    {
        Assert.Equal(
            new ArgumentLimits { Minimum = -1.5, Maximum = 1e20, MultipleOf = 0.5 },
            Read("""{"minimum":-1.5,"maximum":1e20,"multipleOf":0.5,"minLength":3}""", ArgumentKind.Number));
        Assert.Equal(
            new ArgumentLimits { Format = "date", MinLength = 2, MaxLength = 4, Patterns = new(["^a"]) },
            Read("""{"format":"date","minLength":2.0,"maxLength":4,"pattern":"^a","minimum":1}""", ArgumentKind.String));
        Assert.Equal(
            new ArgumentLimits { MinItems = 1, MaxItems = 2, HasUniqueItems = true },
            Read("""{"minItems":1,"maxItems":2,"uniqueItems":true}""", ArgumentKind.Array));
    }

    [Theory]
    [InlineData("""{"exclusiveMinimum":0}""", 0.0, true)]
    [InlineData("""{"minimum":0,"exclusiveMinimum":true}""", 0.0, true)]
    [InlineData("""{"minimum":0,"exclusiveMinimum":false}""", 0.0, false)]
    [InlineData("""{"minimum":5,"exclusiveMinimum":0}""", 5.0, false)]
    [InlineData("""{"minimum":0,"exclusiveMinimum":5}""", 5.0, true)]
    [InlineData("""{"minimum":5,"exclusiveMinimum":5}""", 5.0, true)]
    [InlineData("""{"exclusiveMinimum":true}""", null, false)]
    public void An_exclusive_bound_is_read_in_every_drafts_spelling(string schema, double? minimum, bool isExclusive) =>
        Assert.Equal(new ArgumentLimits { Minimum = minimum, IsMinimumExclusive = isExclusive }, Read(schema, ArgumentKind.Integer));

    [Theory]
    [InlineData("""{"minLength":-1,"maxLength":1.5,"pattern":5,"format":""}""", "String")]
    [InlineData("""{"minLength":"3","maxLength":1e300}""", "String")]
    [InlineData("""{"minimum":"1","maximum":null,"multipleOf":0}""", "Number")]
    [InlineData("""{"maximum":1e999,"multipleOf":-2}""", "Number")]
    [InlineData("""{"uniqueItems":"yes","minItems":true}""", "Array")]
    [InlineData("true", "String")]
    public void Limits_that_are_none_are_passed_over(string schema, string kind) =>
        Assert.Equal(ArgumentLimits.None, Read(schema, Enum.Parse<ArgumentKind>(kind)));

    private static ArgumentLimits Read(string schema, ArgumentKind kind)
    {
        Assert.True(JsonReader.TryRead(schema, out var root, out _));
        return ArgumentLimits.Read(root, kind);
    }
}
