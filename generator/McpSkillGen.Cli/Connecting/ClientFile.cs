using System.Text;
using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Connecting;

/// <summary>A client's file with a server more, or another one in its place: decided first, shown, and written whole or not at all.</summary>
/// <param name="File">Absolute.</param>
/// <param name="Before">What it says; empty if there is no file.</param>
/// <param name="After">What it would say.</param>
internal sealed record ClientFile(string File, byte[] Before, byte[] After)
{
    public bool IsChanged => !Before.AsSpan().SequenceEqual(After);

    /// <param name="client">Whose file it is.</param>
    /// <param name="file">Absolute.</param>
    /// <param name="name">The server's.</param>
    /// <param name="launcher">What runs the skill's executor.</param>
    /// <exception cref="SkillException">The file cannot be read, or nothing can be put into it without losing something.</exception>
    public static ClientFile With(ConnectedClient client, string file, string name, string launcher)
    {
        var before = System.IO.File.Exists(file) ? System.IO.File.ReadAllBytes(file) : [];
        var known = before.AsSpan().Trim(" \t\r\n"u8).IsEmpty ? null : Parse(client, before, file);
        if (known is not (null or FileValue.Table))
        {
            throw Unfit(file, "it is not an object");
        }

        var (command, arguments) = ConnectedClient.LaunchOf(launcher);
        var after = client.IsToml
            ? TomlEntry.Put(Encoding.UTF8.GetString(before), client.ListKey, name, command, arguments)
            : JsonEntry.Put(before, client.ListKey, name, client.Entry(command, arguments));
        FileValue.Table now;
        try
        {
            now = (FileValue.Table)Parse(client, after, file);
        }
        catch (SkillException e)
        {
            throw Unfit(file, $"its \"{client.ListKey}\" is written in a way that mcpgen cannot add to ({e.Message})");
        }

        if (now.TableAt(client.ListKey)?.TableAt(name)?.TextAt("command") != command || !KeepsOthers(known as FileValue.Table, now, client.ListKey, name))
        {
            throw Unfit(file, $"its \"{client.ListKey}\" is written in a way that mcpgen cannot add to without losing something");
        }

        // However it is indented.
        var isThere = (known as FileValue.Table)?.TableAt(client.ListKey)?[name] is { } had && IsSame(had, now.TableAt(client.ListKey)![name]!);
        return new ClientFile(file, before, isThere ? before : after);
    }

    /// <summary>The lines that go and come, with a line around them.</summary>
    public string Difference()
    {
        var (old, now) = (Lines(Before), Lines(After));
        var same = 0;
        while (same < old.Length && same < now.Length && old[same] == now[same])
        {
            same++;
        }

        var tail = 0;
        while (tail < old.Length - same && tail < now.Length - same && old[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        return string.Concat([
            .. old[Math.Max(0, same - 1)..same].Select(static line => $"    {line}\n"),
            .. old[same..^tail].Select(static line => $"  - {line}\n"),
            .. now[same..^tail].Select(static line => $"  + {line}\n"),
            .. now[^tail..].Take(1).Select(static line => $"    {line}\n"),
        ]);
    }

    /// <summary>Replaces the file, which keeps its permissions; a link goes on leading to it.</summary>
    public void Write()
    {
        var target = System.IO.File.Exists(File) ? RealPath.Of(File) : File;
        if (System.IO.File.Exists(target) && System.IO.File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
        {
            throw Unfit(File, "it is read-only");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var made = $"{target}.{Path.GetRandomFileName()}";
        try
        {
            System.IO.File.WriteAllBytes(made, After);
            if (!OperatingSystem.IsWindows())
            {
                // It may have tokens in it.
                System.IO.File.SetUnixFileMode(
                    made, System.IO.File.Exists(target) ? System.IO.File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            System.IO.File.Move(made, target, overwrite: true);
        }
        finally
        {
            System.IO.File.Delete(made);
        }
    }

    private static FileValue Parse(ConnectedClient client, byte[] text, string file) => client.IsToml ? TomlFile.Read(text, file) : JsonFile.Read(text, file);

    private static bool KeepsOthers(FileValue.Table? before, FileValue.Table after, string listKey, string name)
    {
        foreach (var member in before?.Members ?? [])
        {
            var isSame = member.Key == listKey && member.Value is FileValue.Table list
                ? list.Members.All(server => server.Key == name || (after.TableAt(listKey)?[server.Key] is { } kept && IsSame(server.Value, kept)))
                : after[member.Key] is { } now && IsSame(member.Value, now);
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSame(FileValue one, FileValue other) => (one, other) switch
    {
        (FileValue.Table a, FileValue.Table b) => a.Members.Count == b.Members.Count
            && a.Members.All(member => b[member.Key] is { } value && IsSame(member.Value, value)),
        (FileValue.List a, FileValue.List b) => a.Items.Count == b.Items.Count
            && a.Items.Zip(b.Items).All(static pair => IsSame(pair.First, pair.Second)),
        _ => one with { Place = other.Place } == other,
    };

    private static string[] Lines(byte[] text) => text.Length == 0 ? [] : Encoding.UTF8.GetString(text).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static SkillException Unfit(string file, string why) => new(
        ExitCode.WrongEnvironment, $"{file} was not changed: {why}. Add the server by hand.");
}
