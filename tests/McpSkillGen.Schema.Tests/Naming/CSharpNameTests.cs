using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Tests.Naming;

public sealed class CSharpNameTests
{
    [Theory]
    [InlineData("get_sum", "GetSum")]
    [InlineData("get-sum", "GetSum")]
    [InlineData("getSum", "GetSum")]
    [InlineData("GET_SUM", "GetSum")]
    [InlineData("a", "A")]
    [InlineData("userID", "UserId")]
    [InlineData("userIDs", "UserIds")]
    [InlineData("XMLHttpRequest", "XmlHttpRequest")]
    [InlineData("base64Data", "Base64Data")]
    [InlineData("v1.2", "V1_2")]
    [InlineData("3d-model", "_3dModel")]
    [InlineData("class", "Class")]
    [InlineData("$and", "And")]
    [InlineData("@type", "Type")]
    [InlineData("reactions-+1", "ReactionsPlus1")]
    [InlineData("reactions--1", "ReactionsMinus1")]
    [InlineData("+1", "Plus1")]
    [InlineData("-1", "Minus1")]
    [InlineData("c++", "CPlusPlus")]
    [InlineData("c#", "CSharp")]
    [InlineData("<=", "LessEqual")]
    [InlineData("*", "Star")]
    [InlineData("", "Empty")]
    [InlineData(" ", "Space")]
    [InlineData("日本語", "日本語")]
    [InlineData("größe", "Größe")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("😀", "Ud83dUde00")]
    [InlineData("a😀b", "AB")]
    [InlineData("__proto__", "Proto")]
    public void Identifiers_are_made_of_the_words(string name, string expected) => Assert.Equal(expected, CSharpName.Identifier(name));

    [Fact]
    public void No_name_is_too_long_for_a_file() => Assert.Equal(80, CSharpName.Identifier(new string('x', 40_000)).Length);

    [Fact]
    public void Properties_that_collide_once_cased_are_numbered_in_order() =>
        Assert.Equal(["OrderBy", "OrderBy2", "OrderBy3", "OrderBy2_2"], CSharpName.Properties(["orderBy", "order_by", "order-by", "orderBy2"], "SortArguments"));

    [Fact]
    public void Properties_hide_no_member_of_a_record_and_are_not_called_as_their_type() =>
        Assert.Equal(
            ["EqualsValue", "GetTypeValue", "ToStringValue", "CloneValue", "WriteToValue", "EqualityContractValue", "SortArgumentsValue", "WriteToValue2"],
            CSharpName.Properties(
                ["equals", "getType", "to_string", "clone", "writeTo", "equality_contract", "sort_arguments", "write-to-value"], "SortArguments"));

    [Fact]
    public void Enum_values_that_differ_by_case_or_symbols_stay_apart() =>
        Assert.Equal(["Y", "Y2", "Plus1", "Minus1", "ValueValue", "Empty"], CSharpName.EnumMembers(["Y", "y", "+1", "-1", "value", ""], "AnswerValue"));

    [Fact]
    public void A_property_added_at_the_end_renames_none()
    {
        string[] names = ["a b", "a_b", "ab2", "class", "equals", "日本", "", "1", "-1"];
        var before = CSharpName.Properties(names, "T");

        Assert.All(names, added => Assert.Equal(before, CSharpName.Properties([.. names, added], "T").Take(names.Length)));
    }

    [Theory]
    [InlineData("include", "include")]
    [InlineData("Class", "@class")]
    [InlineData("Writer", "writer_")]
    [InlineData("Item2", "item2_")]
    [InlineData("日本", "日本_")]
    [InlineData("_3d", "_3d_")]
    public void Locals_are_neither_keywords_nor_other_names(string property, string expected) =>
        Assert.Equal(expected, CSharpName.Local(property is "include" ? "Include" : property, ["writer", "item"]));

    [Theory]
    [InlineData(null, "Skills")]
    [InlineData("", "Skills")]
    [InlineData("..", "Skills")]
    [InlineData("my-skill", "my_skill")]
    [InlineData("Acme.class.3d", "Acme.@class._3d")]
    [InlineData("A; class X {}", "A__class_X___")]
    public void Any_project_name_becomes_a_namespace(string? name, string expected) => Assert.Equal(expected, CSharpName.Namespace(name));
}
