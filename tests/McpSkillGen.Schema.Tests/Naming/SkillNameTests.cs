using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Tests.Naming;

public sealed class SkillNameTests
{
    [Theory]
    [InlineData("everything", "everything", "EverythingSkill", "EverythingDefinition")]
    [InlineData("Foo.Bar_baz", "foo-bar-baz", "FooBarBazSkill", "FooBarBazDefinition")]
    [InlineData("my-skill", "my-skill", "MySkill", "MySkillDefinition")]
    [InlineData("12306-mcp", "12306-mcp", "_12306McpSkill", "_12306McpDefinition")]
    [InlineData("größe", "gr-e", "GrESkill", "GrEDefinition")]
    [InlineData("日本", "skill", "Skill", "SkillDefinition")]
    [InlineData("", "skill", "Skill", "SkillDefinition")]
    public void Any_text_becomes_a_valid_name_and_its_classes(string text, string name, string className, string definitionName)
    {
        var skill = SkillName.From(text);

        Assert.Equal((name, className, definitionName), (skill.Value, skill.ClassName, skill.DefinitionName));
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", skill.Value);
    }

    [Fact]
    public void Names_are_as_short_as_the_specification_demands() =>
        Assert.True(SkillName.From(string.Concat(Enumerable.Repeat("word-", 40))).Value.Length <= 64);
}
