using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>Resources, prompts and completion through the executor: asked of the server that the calls share.</summary>
public sealed class BeyondToolsTests(SkillLibrary skills)
{
    [Fact]
    public async Task Resources_and_templates_are_listed_over_all_pages()
    {
        await using var skill = await skills.OpenFaultAsync();

        var text = (await skill.RunAsync("resources")).Expect(0).Output;
        var json = JsonNode.Parse((await skill.RunAsync("resources", "list", "--json")).Expect(0).Output)!;

        Assert.Equal(
            """
              URI           Type        Size  What
              notes://all   text/plain  2 KB  notes
              notes://logo                    The logo: One pixel.

            Templates; put values in place of {…}:

              URI             Type  What
              notes://{city}        city notes

            """,
            text);
        Assert.Equal(["notes://all", "notes://logo"], json["resources"]!.AsArray().Select(static resource => (string)resource!["uri"]!));
        Assert.Equal(1, (int)json["resources"]![0]!["x-unknown"]!);
        Assert.Equal("notes://{city}", (string)json["resourceTemplates"]![0]!["uriTemplate"]!);
        Assert.Single(skill.JournalLines("launch"));
    }

    [Fact]
    public async Task A_resource_is_read_as_text_and_its_blobs_as_files()
    {
        await using var skill = await skills.OpenFaultAsync();
        var file = Path.Combine(skill.Scratch, "logo.png");

        Assert.Equal("buy milk\ncall Ada\nthe end\n", (await skill.RunAsync("resources", "read", "notes://all")).Expect(0).Output);
        Assert.Equal(file + "\n", (await skill.RunAsync("resources", "read", "notes://logo", "--output", file)).Expect(0).Output);
        var whole = JsonNode.Parse((await skill.RunAsync("resources", "read", "notes://all", "--json")).Expect(0).Output)!;

        byte[] signature = [0x89, (byte)'P', (byte)'N', (byte)'G'];
        Assert.Equal(signature, (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))[..4]);
        Assert.Equal(2, whole["contents"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(2, "fault: The server answered with error -32602: no resource notes://gone\n", "resources", "read", "notes://gone")]
    [InlineData(1, "fault: The server's answer has no 'contents': {\"what\":1}\n", "resources", "read", "notes://nonsense")]
    [InlineData(2, "fault: 'resources read' takes one URI; 'resources list' shows them.\nSee: fault resources --help\n", "resources", "read")]
    [InlineData(2, "fault: 'resources' cannot 'reed'; expected list, read, complete. Did you mean read?\nSee: fault resources --help\n", "resources", "reed")]
    [InlineData(2, "fault: There is no prompt 'greetin'. Did you mean greet-in?\nSee: fault prompts --help\n", "prompts", "get", "greetin")]
    [InlineData(2, "fault: 'prompts get' takes a prompt's name first; 'prompts list' shows them.\nSee: fault prompts --help\n", "prompts", "get")]
    [InlineData(2, "fault: --town is not a flag of 'get'. It has --city (required), --mood, --output.\n--city is missing; expected a string: Where\nSee: fault prompts --help\n", "prompts", "get", "greet-in", "--town", "Rome")]
    [InlineData(2, "fault: --with is 'x'; expected NAME=VALUE.\nSee: fault prompts --help\n", "prompts", "complete", "greet-in", "city", "--with", "x")]
    public async Task What_is_wrong_is_told(int exitCode, string error, params string[] commandLine)
    {
        await using var skill = await skills.OpenFaultAsync();

        Assert.Equal(error, (await skill.RunAsync(commandLine)).Expect(exitCode).Error);
    }

    [Fact]
    public async Task Prompts_are_listed_with_their_arguments_and_got_with_flags()
    {
        await using var skill = await skills.OpenFaultAsync();

        Assert.Equal(
            """
              greet-in  Greets somebody.
                  --city TEXT    (required) Where
                  --mood TEXT    How it sounds
                  --output TEXT  A name that a flag of every command has
              plain  No arguments.

            """,
            (await skill.RunAsync("prompts", "list")).Expect(0).Output);
        Assert.Equal(
            """
            [user]
            Greet me in Rome, somehow; arguments {"city":"Rome","output":"5"}

            [assistant]
            Hello.

            """,
            (await skill.RunAsync("prompts", "get", "greet-in", "--city", "Rome", "--output", "5")).Expect(0).Output);
        Assert.Equal("Just this.\n", (await skill.RunAsync("prompts", "get", "plain")).Expect(0).Output);
        Assert.Contains("Usage: fault prompts get greet-in --city TEXT [flags]", (await skill.RunAsync("prompts", "get", "greet-in", "--help")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_completes_arguments_of_prompts_and_templates()
    {
        await using var skill = await skills.OpenFaultAsync();

        Assert.Equal("Paris\nParma\n", (await skill.RunAsync("prompts", "complete", "greet-in", "city", "Pa")).Expect(0).Output);
        Assert.Equal("Paris\nPorto\n", (await skill.RunAsync("prompts", "complete", "greet-in", "city", "--with", "not=Parma")).Expect(0).Output);
        var resource = (await skill.RunAsync("resources", "complete", "notes://{city}", "city", "Po")).Expect(0);
        Assert.Equal("Porto\n", resource.Output);
        Assert.Equal("The server has more values: give more of the beginning.\n", resource.Error);
    }

    [Fact]
    public async Task A_server_that_has_only_tools_is_said_to_have_nothing_else()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["args"]!.AsArray().Add("only-tools"));

        Assert.Equal("The server offers no resources.\n", (await skill.RunAsync("resources", "list")).Expect(0).Output);
        Assert.Equal("The server offers no prompts.\n", (await skill.RunAsync("prompts", "list")).Expect(0).Output);
        Assert.Equal("fault: The server does not know resources/read: it offers no such thing. See what it offers: fault list\n", (await skill.RunAsync("resources", "read", "notes://all")).Expect(1).Error);
    }

    [Fact]
    public async Task A_question_is_answered_on_a_terminal_and_elsewhere_declined_or_by_its_defaults_where_the_config_says_so()
    {
        await using var skill = await skills.OpenFaultAsync();
        const string Question = """{"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","default":"Ada"}}}}""";
        await File.WriteAllTextAsync(Path.Combine(skill.Scratch, "question"), Question, TestContext.Current.CancellationToken);
        var command = $"\"$SKILL\" ask --method elicitation/create --params @{Path.Combine(skill.Scratch, "question")}";

        var alone = (await skill.ShellAsync(command)).Expect(0);
        Assert.Contains("""{"action":"decline"}""", alone.Output, StringComparison.Ordinal);
        Assert.Contains("The server asks: Who? Nobody could be asked, so the request was declined", alone.Error, StringComparison.Ordinal);

        skill.Configure(static config => config["tools"] = JsonNode.Parse("""{"answer_with_defaults":["ask"]}"""));
        var allowed = (await skill.ShellAsync(command)).Expect(0);
        Assert.Contains("""{"action":"accept","content":{"name":"Ada"}}""", allowed.Output, StringComparison.Ordinal);

        Assert.SkipUnless(File.Exists("/usr/bin/script"), "needs script(1), which makes a terminal");
        using var terminal = skill.Start("/usr/bin/script", "--quiet", "--return", "--command", command, "/dev/null");
        await terminal.StandardInput.WriteAsync("Grace\ny\n");
        await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var shown = await terminal.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("""{"action":"accept","content":{"name":"Grace"}}""", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_server_is_read_and_prompted()
    {
        await using var skill = await skills.OpenEverythingAsync();
        var resources = JsonNode.Parse((await skill.RunAsync("resources", "list", "--json")).Expect(0).Output)!;
        var uri = (string)resources["resources"]![0]!["uri"]!;

        Assert.NotEmpty((await skill.RunAsync("resources", "read", uri)).Expect(0).Output);
        Assert.NotEmpty((await skill.RunAsync("resources", "read", "demo://resource/dynamic/text/1")).Expect(0).Output);
        Assert.Contains("Rome", (await skill.RunAsync("prompts", "get", "args-prompt", "--city", "Rome")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("Engineering", (await skill.RunAsync("prompts", "complete", "completable-prompt", "department", "E")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("resources [list | read URI]", (await skill.RunAsync("--help")).Expect(0).Output, StringComparison.Ordinal);
    }
}
