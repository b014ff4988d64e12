using System.Globalization;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>A wall clock that jumps under a running host.</summary>
public sealed class ClockTests(SkillLibrary skills)
{
    // What the host asks for the date is answered with so many seconds more as the file says.
    private const string Shim = """
        #define _GNU_SOURCE
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>

        int clock_gettime(clockid_t clock, struct timespec *now)
        {
            int result = (int)syscall(SYS_clock_gettime, clock, now);
            const char *name = getenv("CLOCK_OFFSET_FILE");
            FILE *file = clock == CLOCK_REALTIME && name ? fopen(name, "r") : NULL;
            if (file) {
                long offset = 0;
                if (fscanf(file, "%ld", &offset) == 1)
                    now->tv_sec += offset;
                fclose(file);
            }
            return result;
        }
        """;

    [Fact]
    public async Task Setting_the_clock_back_or_forward_neither_retires_the_host_nor_keeps_it()
    {
        Assert.SkipUnless(ProcessTable.CanBeRead && File.Exists("/usr/bin/cc"), "needs /proc and a C compiler");
        await using var skill = await skills.OpenFaultAsync(static config => config["keep_alive"] = new JsonObject { ["timeout"] = 5 });
        var (source, library, offset) = (Path.Combine(skill.Scratch, "clock.c"), Path.Combine(skill.Scratch, "clock.so"), Path.Combine(skill.Scratch, "offset"));
        await File.WriteAllTextAsync(source, Shim, TestContext.Current.CancellationToken);
        (await skill.ProgramAsync("/usr/bin/cc", "-shared", "-fPIC", "-o", library, source)).Expect(0);
        skill.SetVariable("LD_PRELOAD", library);
        skill.SetVariable("CLOCK_OFFSET_FILE", offset);

        foreach (var days in new[] { 0, 2, -2, 1 })
        {
            await File.WriteAllTextAsync(offset, (days * 86_400L).ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);
            (await skill.RunAsync("echo", "--message", $"{days} days from now")).Expect(0);
        }

        Assert.Single(skill.JournalLines("launch"));
        Assert.InRange((double)(await skill.StatusAsync())!["idleSeconds"]!, 0, 5);
        var log = await File.ReadAllTextAsync(Path.Combine(skill.InstanceFolder, "host.log"), TestContext.Current.CancellationToken);
        Assert.Contains(DateTime.UtcNow.AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), log, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "the host has retired by its own count");
    }
}
