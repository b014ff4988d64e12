using System.Net.Sockets;
using System.Text;
using McpSkillGen.Surroundings;

// Each option changes this process, and the last word runs in it.
for (var rest = args; ;)
{
    switch (rest)
    {
        case ["--user", var id, .. var more]:
            Process.BecomeUser(uint.Parse(id));
            rest = more;
            break;
        case ["--descriptors", var count, .. var more]:
            Process.OpenInheritableDescriptors(int.Parse(count));
            rest = more;
            break;
        case ["--without-unix-sockets", .. var more]:
            SystemCallFilter.Install(forbidsSockets: true);
            rest = more;
            break;
        case ["--without-connect", .. var more]:
            SystemCallFilter.Install(forbidsSockets: false);
            rest = more;
            break;
        case ["--", .. [_, ..] command]:
            Console.Error.WriteLine($"surroundings: {command[0]}: {Process.Replace(command)}");
            return 127;
        case ["talk", var socket, var bytes]:
            return Talk(socket, Convert.FromHexString(bytes));
        case ["listen", var socket]:
            return Listen(socket);
        default:
            Console.Error.WriteLine("surroundings [--user ID] [--descriptors N] [--without-unix-sockets] [--without-connect] (-- COMMAND ARGUMENT... | talk SOCKET HEX | listen SOCKET)");
            return 2;
    }
}

// Stands in a host's place, and prints what each caller says to it.
static int Listen(string path)
{
    using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    socket.Bind(new UnixDomainSocketEndPoint(path));
    socket.Listen();
    Console.WriteLine("listening");
    while (true)
    {
        using var caller = socket.Accept();
        caller.ReceiveTimeout = 15_000;
        var buffer = new byte[65536];
        Console.WriteLine($"heard {caller.Receive(buffer)} bytes");
    }
}

// Says the bytes to whoever listens, and prints what came back: an error's name, or text up to the end of the connection.
static int Talk(string path, byte[] bytes)
{
    using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    try
    {
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.ReceiveTimeout = 15_000;
        using var answer = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            socket.Send(bytes);
            while (socket.Receive(buffer) is var count && count > 0)
            {
                answer.Write(buffer, 0, count);
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
        }

        Console.WriteLine($"connected, heard '{Encoding.Latin1.GetString(answer.ToArray())}'");
        return 0;
    }
    catch (SocketException e)
    {
        Console.WriteLine(e.SocketErrorCode);
        return 1;
    }
}
