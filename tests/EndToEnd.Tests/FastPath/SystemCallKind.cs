using System.Runtime.InteropServices;

namespace EndToEnd.Tests.FastPath;

/// <summary>What a system call is for. Two systems make the same program's calls by other names; these they have in common.</summary>
internal static class SystemCallKind
{
    public const string Start = "start a thread or a process";
    public const string Open = "open";

    private static readonly Dictionary<string, (int[] X64, int[] Arm64)> Numbers = new()
    {
        [Start] = ([56, 57, 58, 435], [220, 435]),
        [Open] = ([2, 257, 437], [56, 437]),
        ["look at a file"] = ([4, 5, 6, 21, 262, 269, 332, 439], [79, 80, 48, 291, 439]),
        ["follow a link"] = ([89, 267], [78]),
        ["read"] = ([0, 17, 45, 47], [63, 67, 207, 212]),
        ["write"] = ([1, 18, 44, 46], [64, 68, 206, 211]),
        ["lock a file"] = ([73], [32]),
        ["make a socket"] = ([41], [198]),
        ["connect"] = ([42], [203]),
        ["socket option"] = ([54, 55], [208, 209]),
        ["wait for a descriptor"] = ([7, 23, 213, 232, 233, 271, 281, 291], [20, 21, 22, 73]),
        ["become another program"] = ([59], [221]),
        ["pipe"] = ([22, 293], [59]),
        ["terminal"] = ([16], [29]),
    };

    private static bool IsX64 => RuntimeInformation.ProcessArchitecture is Architecture.X64;

    /// <summary>Whether the kinds of this machine's system calls are known.</summary>
    public static bool IsKnownHere => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Every kind that is counted; memory, locks between threads and questions about oneself are not.</summary>
    public static IReadOnlyCollection<string> All => Numbers.Keys;

    public static string Of(ulong number) =>
        Numbers.FirstOrDefault(kind => (IsX64 ? kind.Value.X64 : kind.Value.Arm64).Contains((int)number)).Key ?? $"system call {number}";

    /// <returns>Which argument is a path; null when none is.</returns>
    public static int? PathArgument(ulong number) => (IsX64, (int)number) switch
    {
        (true, 2 or 4 or 6 or 21 or 89) => 0,
        (true, 257 or 262 or 267 or 269 or 332 or 437 or 439) or (false, 48 or 56 or 78 or 79 or 291 or 437 or 439) => 1,
        _ => null,
    };
}
