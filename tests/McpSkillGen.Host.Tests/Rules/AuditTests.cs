using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Auditing;
using McpSkillGen.Host.Logging;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Tests.Rules;

/// <summary>The record of calls.</summary>
public sealed class AuditTests
{
    [Fact]
    public void Every_call_has_a_line_with_its_caller_rule_outcome_and_duration_and_no_arguments()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"do":"deny"}]""").With("audit", "true");
        skill.Refused("mark", """{"name":"ann"}""");
        skill.Admitted("echo", """{"message":"hi"}""");

        var lines = Lines(skill, 2);

        Assert.Equal(["mark", "echo"], lines.Select(static line => (string?)line["tool"]));
        Assert.Equal(["refused", "succeeded"], lines.Select(static line => (string?)line["outcome"]));
        Assert.Equal(["deny", "allow"], lines.Select(static line => (string?)line["decision"]));
        Assert.StartsWith("mcp-config.json:1:", (string?)lines[0]["rule"], StringComparison.Ordinal);
        Assert.All(lines, static line => Assert.Equal(Environment.ProcessId, (int?)line["caller"]!["pid"]));
        Assert.All(lines, static line => Assert.Equal(Environment.ProcessPath, (string?)line["caller"]!["program"]));
        Assert.All(lines, static line => Assert.NotEmpty(line["caller"]!["parents"]!.AsArray()));
        Assert.All(lines, static line => Assert.NotNull((string?)line["caller"]!["workspace"]));
        Assert.All(lines, static line => Assert.True((double?)line["durationMs"] >= 0));
        Assert.All(lines, static line => Assert.Null(line["arguments"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Files(skill))));
        Assert.Contains("refused", skill.Run("audit", "--count", "5").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Caller_is_told_the_same_when_its_ancestors_were_read_before()
    {
        var callers = new CallerLookup();

        var (first, second) = (callers.Find(Environment.ProcessId), callers.Find(Environment.ProcessId));

        var parent = ProcessStat.Of(ProcessStat.Of(Environment.ProcessId)!.Value.Parent)!.Value;
        Assert.Equal(parent.Name, first.Parents[0]);
        Assert.Equal(first.Parents, second.Parents);
        Assert.Empty(callers.Find(int.MaxValue).Parents);
    }

    [Fact]
    public void Arguments_are_kept_on_request_and_secrets_never()
    {
        using var skill = new RuledSkill().With("audit", "\"arguments\"").With("env", """{"FAULT_JOURNAL":"/dev/null","K":"${THE_KEY}"}""");
        skill.Skill.Variables["THE_KEY"] = "Very-Special-Value-1";
        skill.Admitted("echo", """{"message":"token Very-Special-Value-1","api_key":"abcdefgh12345678","password":1234,"list":[{"auth":"ghp_0123456789abcdefghij0123456789"}]}""");

        var arguments = Assert.Single(Lines(skill, 1))["arguments"]!.ToJsonString();

        Assert.Equal("""{"message":"token ***","api_key":"***","password":"***","list":[{"auth":"***"}]}""", arguments);
    }

    [Fact]
    public void Long_arguments_are_cut_after_secrets_are_taken_out()
    {
        var redaction = new ArgumentRedaction([]);
        var long_ = new string('x', 1990) + " ghp_0123456789abcdefghij0123456789";

        var kept = PlainJson.Write(writer => redaction.Write(writer, JsonSerializer.SerializeToElement(long_)));

        Assert.DoesNotContain("ghp", System.Text.Encoding.UTF8.GetString(kept.Span), StringComparison.Ordinal);
        Assert.InRange(kept.Length, 1990, 2100);
    }

    [Fact]
    public void Call_that_a_person_agreed_to_says_so()
    {
        using var skill = new RuledSkill("""[{"tools":["mark"],"do":"ask"}]""").With("audit", "true").With("approve", "\"anywhere\"");
        var id = RuledSkill.IdIn(skill.Refused("mark", """{"name":"ann"}"""));
        skill.Approve(id);
        skill.Admitted("mark", """{"name":"ann"}""");

        Assert.Equal([null, id], Lines(skill, 2).Select(static line => (string?)line["approval"]));
    }

    [Fact]
    public void Record_that_grows_too_long_is_kept_once_and_begun_anew()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "audit");
        using (var file = new RotatingFile(path, maxLength: 1000))
        {
            for (var i = 0; i < 30; i++)
            {
                file.Add($"{i} {new string('x', 90)}");
                file.Flush();
            }
        }

        Assert.InRange(new FileInfo(path).Length, 1, 1100);
        Assert.InRange(new FileInfo(path + ".1").Length, 1, 1100);
        Assert.StartsWith("29 ", File.ReadLines(path).Last(), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    // A line is written when the caller has its answer.
    private static List<JsonNode> Lines(RuledSkill skill, int count)
    {
        Eventually.True(() => Files(skill).SelectMany(File.ReadLines).Count() == count, $"the audit has {count} lines");
        return [.. Files(skill).SelectMany(File.ReadLines).Select(static line => JsonNode.Parse(line)!)];
    }

    private static string[] Files(RuledSkill skill) => Directory.GetFiles(Path.Combine(skill.StateFolder, "audit"));
}
