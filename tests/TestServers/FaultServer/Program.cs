using System.Diagnostics;
using System.Runtime.InteropServices;
using McpSkillGen.FaultServer;

var journal = new Journal(Environment.GetEnvironmentVariable("FAULT_JOURNAL"));
journal.WriteLaunch();
var modes = args.ToHashSet(StringComparer.Ordinal);

if (modes.Contains("dies-telling-its-token"))
{
    Console.Error.WriteLine($"fault-server: the token {Environment.GetEnvironmentVariable("TOKEN")} has expired");
    return 1;
}

if (modes.Contains("exit-at-once"))
{
    Console.Error.WriteLine("fault-server: the licence file is missing");
    return 1;
}

// Does not start until the file is there; modes are single words, so its path is the last argument.
if (modes.Contains("needs-file") && !File.Exists(args[^1]))
{
    Console.Error.WriteLine("fault-server: the file is missing");
    return 1;
}

using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    journal.Write("sigterm");
    context.Cancel = modes.Contains("ignore-eof-and-sigterm");
});

if (modes.Contains("spawn-grandchild"))
{
    // The second one leaves the process group, as daemons do.
    journal.Write($"grandchild {Process.Start("sleep", "1000").Id}");
    journal.Write($"grandchild {Process.Start("setsid", "sleep 1001").Id}");
}

if (modes.Contains("double-fork"))
{
    // Orphans: their parents are gone before we answer. The first one stays in the group, the second one leaves it.
    foreach (var orphan in new[] { "sleep 1002", "setsid sleep 1003" })
    {
        using var parent = Process.Start(new ProcessStartInfo("sh", ["-c", $"{orphan} >/dev/null 2>&1 </dev/null & echo $!"]) { RedirectStandardOutput = true })!;
        journal.Write($"grandchild {parent.StandardOutput.ReadToEnd().Trim()}");
        parent.WaitForExit();
    }
}

if (modes.Contains("garbage-on-stdout"))
{
    Console.WriteLine("Loading plugins... [=====>    ]");
    Console.WriteLine("{\"not\": \"json-rpc\"}");
    Console.WriteLine("{ broken");
}

await new Server(journal, modes).RunAsync();
journal.Write("eof");

if (modes.Contains("ignore-eof-and-sigterm"))
{
    await Task.Delay(Timeout.Infinite);
}

return 0;
