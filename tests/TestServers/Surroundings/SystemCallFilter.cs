using System.Runtime.InteropServices;

namespace McpSkillGen.Surroundings;

/// <summary>
/// A seccomp filter like those of agents' sandboxes: what it forbids fails with EPERM, in this thread, in the program that
/// it becomes, and in everything that starts from there. Linux on x64 and arm64.
/// </summary>
internal static unsafe partial class SystemCallFilter
{
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;
    private const uint Allow = 0x7FFF0000;
    private const uint FailNotPermitted = 0x00050000 | 1;

    // Offsets in struct seccomp_data.
    private const uint CallNumber = 0;
    private const uint MachineName = 4;
    private const uint FirstArgument = 16;

    private const uint FamilyUnix = 1;

    /// <param name="forbidsSockets">Whether a Unix socket cannot even be made; else it can, and neither be connected nor bound.</param>
    public static void Install(bool forbidsSockets)
    {
        const int SetNoNewPrivileges = 38;
        const int SetSeccomp = 22;
        const nuint FilterMode = 2;
        var program = forbidsSockets ? ForbidUnixSockets() : ForbidConnectAndBind();
        fixed (Instruction* first = program)
        {
            var filter = new Filter { Length = (ushort)program.Length, First = first };
            if (ProcessControl(SetNoNewPrivileges, 1, null, 0, 0) != 0 || ProcessControl(SetSeccomp, FilterMode, &filter, 0, 0) != 0)
            {
                throw new InvalidOperationException($"seccomp: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }

    private static (uint Machine, uint Socket, uint Connect, uint Bind) Numbers => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (0xC000003E, 41, 42, 49),
        Architecture.Arm64 => (0xC00000B7, 198, 203, 200),
        var other => throw new PlatformNotSupportedException($"{other}"),
    };

    private static Instruction[] ForbidUnixSockets() =>
    [
        new(LoadWord, 0, 0, MachineName),
        new(JumpIfEqual, 0, 5, Numbers.Machine),
        new(LoadWord, 0, 0, CallNumber),
        new(JumpIfEqual, 0, 3, Numbers.Socket),
        new(LoadWord, 0, 0, FirstArgument),
        new(JumpIfEqual, 0, 1, FamilyUnix),
        new(Return, 0, 0, FailNotPermitted),
        new(Return, 0, 0, Allow),
    ];

    private static Instruction[] ForbidConnectAndBind() =>
    [
        new(LoadWord, 0, 0, MachineName),
        new(JumpIfEqual, 0, 4, Numbers.Machine),
        new(LoadWord, 0, 0, CallNumber),
        new(JumpIfEqual, 1, 0, Numbers.Connect),
        new(JumpIfEqual, 0, 1, Numbers.Bind),
        new(Return, 0, 0, FailNotPermitted),
        new(Return, 0, 0, Allow),
    ];

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint argument, void* more, nuint zero, nuint zeroToo);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte WhenTrue, byte WhenFalse, uint Operand);

    [StructLayout(LayoutKind.Sequential)]
    private struct Filter
    {
        public ushort Length;
        public Instruction* First;
    }
}
