using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Commands;
using McpSkillGen.Runtime.Tests.Support;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Runtime.Tests.Commands;

public sealed class HelpTests
{
    private static readonly Skill Sample = new(new SampleSkill(), null);

    [Fact]
    public void Help_for_the_skill_names_it_its_server_its_tools_and_every_exit_code()
    {
        var help = HelpText.ForSkill(Sample);

        Assert.StartsWith("sample: Sample Server 1.2, from the command line.\n", help, StringComparison.Ordinal);
        Assert.Contains("\n  do-everything  Does it all.\n  strict         Über alles.\\u0007\n", help, StringComparison.Ordinal);
        Assert.Contains("--timeout SECONDS", help, StringComparison.Ordinal);
        foreach (var code in Enum.GetValues<ExitCode>())
        {
            Assert.Matches($@"\b{(int)code} \w", help);
        }

        Assert.DoesNotContain('\r', help);
    }

    [Fact]
    public void Help_for_a_tool_lists_every_flag_with_its_value_its_kind_and_its_default()
    {
        var help = ForTool(SampleSkill.Everything);

        Assert.StartsWith("sample do-everything: Everything\n  Does it all.\n\n  Carefully.\\u001b[31m\n", help, StringComparison.Ordinal);
        Assert.Contains("  Effects, according to the server: destructive, reaches the outside world.\n", help, StringComparison.Ordinal);
        Assert.Contains("\nUsage: sample do-everything [flags]\n", help, StringComparison.Ordinal);
        foreach (var line in new[]
        {
            "  --text TEXT", "  --count INTEGER", "  --ratio NUMBER", "  --dry-run", "  --tags TEXT ...", "  --switches true|false ...",
            "  --rows JSON ...", "  --matrix JSON", "  --anything JSON", "  --filter JSON", "  --filter.range.to INTEGER",
        })
        {
            Assert.Contains($"\n{line}\n", help, StringComparison.Ordinal);
        }

        Assert.Matches(@"\n  --color VALUE +\[one of: red, green, blue\] \[default: ""red""\]\n", help);
        Assert.Matches(@"\n  --filter.owner-name TEXT +\(required\)\n", help);
    }

    [Fact]
    public void Help_for_a_tool_shows_what_is_required_in_its_usage()
    {
        var help = ForTool(SampleSkill.Strict);

        Assert.Contains("\nUsage: sample strict --message TEXT --amount INTEGER --options JSON\n", help, StringComparison.Ordinal);
        Assert.Matches(@"\n  --message TEXT +\(required\) What to say\. At length\.\n", help);
    }

    [Fact]
    public void Help_for_a_tool_tells_limits_and_the_shape_of_what_must_be_written_as_JSON()
    {
        var help = ForTool(SampleSkill.Limited);

        Assert.Matches(@"\n  --percent INTEGER +\[from 0 to 100\]\n", help);
        Assert.Matches(@"\n  --due TEXT +\[format date\] \[or null\]\n", help);
        Assert.Matches(@"\n  --labels NAME=VALUE ... +\[JSON: \{\[name\]: integer\}\]\n", help);
        Assert.Matches(@"\n  --id TEXT\|INTEGER\n", help);
        Assert.Matches(@"\n  --edits JSON ... +\[JSON: \{from: string, ""to-line""\?: integer \| null, mode\?: ""add"" \| ""cut""\}\[\]\]\n", help);
    }

    [Fact]
    public void No_control_character_of_a_server_reaches_the_terminal()
    {
        var all = HelpText.ForSkill(Sample) + ForTool(SampleSkill.Everything) + ListCommand.AsText(new SampleSkill());

        Assert.DoesNotContain(all, static c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void The_list_has_a_line_for_each_tool() =>
        Assert.Equal("  do-everything  Does it all.\n  strict         Über alles.\\u0007\n", ListCommand.AsText(new SampleSkill()));

    [Fact]
    public void The_list_as_json_has_both_names_and_every_hint()
    {
        var json = ListCommand.AsJson(new SampleSkill());

        Assert.EndsWith(
            """
              {
                "name": "strict",
                "command": "strict",
                "summary": "Über alles.\u0007",
                "readOnly": true,
                "destructive": false,
                "idempotent": true,
                "openWorld": false
              }
            ]

            """,
            json,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_is_indented_and_keeps_its_letters() =>
        Assert.Equal("{\n  \"title\": \"Größe <b>\",\n  \"n\": 1.10\n}\n", DescribeCommand.Indented("""{"title":"Größe <b>","n":1.10}"""u8));

    [Fact]
    public void Every_command_explains_itself_and_its_flags()
    {
        foreach (var command in CommandTable.All.Where(static command => command.IsListed(new EverythingOffered())))
        {
            var help = command.HelpFor(Sample);

            Assert.StartsWith($"sample {command.Name}: ", help, StringComparison.Ordinal);
            Assert.Contains($"\nUsage: sample {command.Name}", help, StringComparison.Ordinal);
            Assert.All(command.Flags, flag => Assert.Contains($"\n  {flag.Name}", help, StringComparison.Ordinal));
            Assert.All(command.Help.Examples, example => Assert.StartsWith(command.Name, example, StringComparison.Ordinal));
            Assert.DoesNotContain("\n\n\n", help, StringComparison.Ordinal);
            Assert.Contains($"\n  {command.Help.ShortUsage} ", HelpText.ForSkill(new Skill(new EverythingOffered(), null)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_commands_are_those_whose_names_no_tool_can_have() =>
        Assert.Equal(
            CommandNames.All.Order(StringComparer.Ordinal),
            CommandTable.All
                .Where(static command => command.IsListed(new EverythingOffered()))
                .Select(static command => command.Name)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_has_every_command()
    {
        var commands = typeof(Command).Assembly.GetTypes().Where(static type =>
            type.IsSubclassOf(typeof(Command)) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null);

        Assert.Equal(
            commands.Select(static type => type.Name).Order(StringComparer.Ordinal),
            CommandTable.All.Select(static command => command.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_about_the_command_line_has_every_command()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/command-line.md"));

        Assert.All(CommandNames.All, name => Assert.Matches($"`{name}[` ]", page));
    }

    [Fact]
    public void The_flags_of_every_command_are_those_whose_names_no_argument_can_have() =>
        Assert.Equal(GlobalFlagNames.All, GlobalFlags.All.Select(static flag => flag.Name[2..]));

    private static string ForTool(ToolDefinition tool) =>
        HelpText.ForTool(SkillSandbox.Name, tool, ToolFlag.Of(tool));

    private sealed class EverythingOffered : SampleSkill
    {
        public override ServerFeatures Features => ServerFeatures.Resources | ServerFeatures.Prompts;
    }
}
