using System.Text;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Configuration;

public sealed class ConfigFuzzTests
{
    // What a reading keeps and throws away on the way, for a text of some 600 bytes: a mutation may repeat a problem, not multiply it.
    private const long MostBytesPerReading = 100_000;

    private static readonly int Inputs = Scale.Of(20_000, 1_000_000);

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "//", "/*", "*/", "\n", "\r\n", "null", "true", "-", "1e999", "0", "\\ud800", "\\u0000",
        "${", "${X}", "${X:-", "$${", "\"timeout\":", "\"env\":", "\"keep_alive\":", "\0", "\u00e9", "\U0001F600", "\uFEFF",
    ];

    [Fact]
    public void No_text_crashes_the_reader_and_every_refusal_has_a_place_in_it()
    {
        var random = new Random(20250101);
        byte[] seed = """
            { // how to start it
              "name": "ümlaut", "command": "npx", "args": ["-y", "${X:-a}", "$${HOME}"],
              "env": { "TOKEN": "${TOKEN}" }, "cwd": "sub/${DIR}", "url": "https://${HOST}/mcp",
              "headers": { "Authorization": "Bearer ${TOKEN}" },
              "keep_alive": { "enabled": true, "timeout": 3600, "check_interval": 60 },
              "scope": "workspace", "timeout": 60, "tools": { "include": ["get_*"], "exclude": [] },
            }
            """u8.ToArray();

        var (accepted, most) = (0, 0L);
        for (var i = 0; i < Inputs; i++)
        {
            var text = Mutated(seed, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = ConfigReader.Read(text, "c");
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(reading.Config is null, reading.Problems.Any(static problem => problem.IsError));
            Assert.All(reading.Problems, problem => Assert.InRange(problem.Line, 1, text.Count((byte)'\n') + 1));
            Assert.All(reading.Problems, problem => Assert.InRange(problem.Column, 1, text.Length + 1));
            if (reading.Config is { } config)
            {
                accepted++;
                Resolve(config);
            }
        }

        Assert.InRange(accepted, Inputs / 100, Inputs);
        Assert.InRange(most, 1, MostBytesPerReading);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Inputs} inputs, {accepted} accepted, at most {most} bytes allocated for one");
    }

    private static void Resolve(SkillConfig config)
    {
        try
        {
            _ = new LaunchResolver(Variables.None).Resolve(config, Path.GetTempPath());
        }
        catch (SkillException e)
        {
            Assert.Equal(ExitCode.WrongEnvironment, e.ExitCode);
        }
    }

    private static byte[] Mutated(byte[] seed, Random random)
    {
        var text = seed.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < text.Count:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text.RemoveRange(at, Math.Min(random.Next(12), text.Count - at));
                    break;
                case 2:
                    text.InsertRange(at, text.Slice(at, Math.Min(random.Next(40), text.Count - at)));
                    break;
                default:
                    text.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
            }
        }

        return [.. text];
    }
}
