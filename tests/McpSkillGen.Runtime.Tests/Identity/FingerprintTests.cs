using System.Text;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Identity;

public sealed class FingerprintTests
{
    private const string Config = """{ "command": "x", "env": { "A": "${TOKEN}", "B": "${REGION:-eu}", "C": "$${KEEP}" } }""";

    [Fact]
    public void It_is_32_lower_case_hexadecimal_digits_and_the_same_each_time()
    {
        Assert.Matches("^[0-9a-f]{32}$", Of(Config));
        Assert.Equal(Of(Config), Of(Config));
        Assert.Matches("^[0-9a-f]{32}$", Of(""));
    }

    [Fact]
    public void Every_byte_of_the_config_counts()
    {
        var bytes = Encoding.UTF8.GetBytes(Config);
        var seen = new HashSet<string> { Of(Config) };
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.True(seen.Add(Fingerprint.Compute(bytes, [], Variables.None)));
            bytes[i] ^= 1;
        }

        Assert.False(seen.Add(Fingerprint.Compute(bytes, [], Variables.None)));
    }

    [Fact]
    public void The_secrets_file_counts_and_does_not_run_into_the_config()
    {
        Assert.NotEqual(Of(Config), Of(Config, "TOKEN=1"));
        Assert.NotEqual(Of(Config, "TOKEN=1"), Of(Config, "TOKEN=2"));
        Assert.NotEqual(Of("ab", "c"), Of("a", "bc"));
    }

    [Theory]
    [InlineData("KUBECONFIG")]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS")]
    [InlineData("VIRTUAL_ENV")]
    [InlineData("SSH_AUTH_SOCK")]
    [InlineData("DISPLAY")]
    [InlineData("PGHOST")]
    [InlineData("HOME")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("NO_PROXY")]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("NODE_EXTRA_CA_CERTS")]
    public void What_a_server_acts_on_counts_though_no_config_names_it(string name)
    {
        string[] all =
        [
            Of(Config),
            Of(Config, variables: new() { [name] = "1" }),
            Of(Config, variables: new() { [name] = "2" }),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(Of(Config), Of(Config, variables: new() { [name] = "" }));
    }

    [Fact]
    public void A_referenced_variable_counts_by_its_value_and_unset_is_not_empty()
    {
        string[] all =
        [
            Of(Config),
            Of(Config, variables: new() { ["TOKEN"] = "" }),
            Of(Config, variables: new() { ["TOKEN"] = "1" }),
            Of(Config, variables: new() { ["TOKEN"] = "2" }),
            Of(Config, variables: new() { ["TOKEN"] = "-" }),
            Of(Config, variables: new() { ["REGION"] = "1" }),
            Of(Config, variables: new() { ["REGION"] = "us" }),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Unrelated_variables_do_not_count() =>
        Assert.Equal(Of(Config), Of(Config, variables: new() { ["PATH"] = "/bin", ["TOKE"] = "1", ["TOKEN2"] = "1", ["X"] = "y" }));

    [Fact]
    public void Every_variable_that_the_resolver_asks_for_is_hashed()
    {
        const string Text = """
            { "command": "${A}${B:-x}", "args": ["$${C}", "${D_1}", "${1E}", "${F#g}", "${G", "${H:-${I}}", "é${J}"],
              "cwd": "${K}", "env": { "${L}": "${M}" } }
            """;
        var asked = new HashSet<string>();
        _ = new LaunchResolver(Asking(asked)).Resolve(ConfigReader.Read(Encoding.UTF8.GetBytes(Text), "c").Require(), Path.GetTempPath());
        var hashed = new HashSet<string>();
        _ = Fingerprint.Compute(Encoding.UTF8.GetBytes(Text), [], Asking(hashed));

        Assert.Subset(hashed, asked);
        Assert.Superset(new HashSet<string> { "A", "B", "D_1", "H", "J", "K", "M" }, asked);

        static Func<string, string?> Asking(HashSet<string> names) => name =>
        {
            names.Add(name);
            return "/";
        };
    }

    [Fact]
    public void A_rebuilt_program_counts_by_size_and_by_time()
    {
        using var folder = new TemporaryFolder();
        var program = folder["program"];
        var absent = Stamped(program);
        folder.Write("program", "one");
        var built = File.GetLastWriteTimeUtc(program);
        var first = Stamped(program);
        folder.Write("program", "three");
        File.SetLastWriteTimeUtc(program, built);
        var longer = Stamped(program);
        File.SetLastWriteTimeUtc(program, built.AddSeconds(1));
        var later = Stamped(program);

        Assert.Equal(4, new HashSet<string> { absent, first, longer, later }.Count);
        Assert.Equal(later, Stamped(program));

        static string Stamped(string program) => Fingerprint.Compute([], [], Variables.None, program);
    }

    [Fact]
    public void Names_for_paths_are_16_digits_and_keep_their_parts_apart()
    {
        Assert.Matches("^[0-9a-f]{16}$", Fingerprint.NameFor("/a/skill"));
        Assert.NotEqual(Fingerprint.NameFor("/a/skill", ""), Fingerprint.NameFor("/b/skill", ""));
        Assert.NotEqual(Fingerprint.NameFor("/a", "b"), Fingerprint.NameFor("/ab", ""));
    }

    private static string Of(string config, string secrets = "", Variables? variables = null) =>
        Fingerprint.Compute(Encoding.UTF8.GetBytes(config), Encoding.UTF8.GetBytes(secrets), (variables ?? []).Look);
}
