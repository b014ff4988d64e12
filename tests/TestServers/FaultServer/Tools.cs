using System.Text.Json.Nodes;

namespace McpSkillGen.FaultServer;

/// <summary>The tools: some useful, most of them for going wrong.</summary>
internal sealed class Tools(Journal journal)
{
    public const string OnePixelPng = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /// <summary>Stands for half of an emoji, as a JavaScript server sends it that cuts a text at a number of UTF-16 units.</summary>
    public const string HalfAnEmoji = "%HALF-AN-EMOJI%";

    private static readonly (string Name, string Description, string[] Arguments)[] All =
    [
        ("echo", "Says it back", ["message:string"]),
        ("add", "Adds two numbers", ["a:number", "b:number"]),
        ("sleep", "Waits, unless cancelled", ["seconds:number"]),
        ("fail", "Answers with isError", []),
        ("crash", "Takes the server down", []),
        ("pid", "The server's process id", []),
        ("env", "A variable of the server's", ["name:string"]),
        ("cwd", "The server's folder", []),
        ("big", "A text of so many bytes", ["bytes:integer"]),
        ("progress", "Tells its progress and logs", ["steps:integer"]),
        ("notes-add", "Remembers a note", ["note:string"]),
        ("notes-list", "The notes since the server's start", []),
        ("image", "A small picture", []),
        ("structured", "A structured result", []),
        ("half-emoji", "A text that ends in the middle of an emoji", []),
        ("write", "Writes bytes to standard output, %ID% replaced, and answers nothing", ["base64:string"]),
        ("flood", "Writes one line of so many bytes: an answer whose id stands first, last, or nowhere", ["bytes:integer", "id:string"]),
        ("hang", "Answers, and then nothing ever again", []),
        ("rounds", "Wants to be called a second time, with the state that it gives", []),
        ("roots", "The roots that the client names", []),
        ("ask", "Sends the client a request and says what it answered", ["method:string", "params:string"]),
        ("until", "Waits until a file is there, so that a test decides when a call ends", ["path:string"]),
        ("look", "Changes nothing, and says so", []),
        ("mark", "Leaves its name in the journal", ["name:string"]),
        ("echo-when", "Says it back when a file is there", ["message:string", "path:string"]),
        ("descriptors", "How many descriptors the server has open", []),
        ("grow", "Adds a tool to the list, and says that the list has changed", []),
    ];

    private static volatile bool s_hasGrown;

    private readonly List<string> _notes = [];

    /// <summary>Two pages, so that nobody forgets the cursor.</summary>
    public static JsonObject ListPage(string? cursor)
    {
        var isFirst = cursor is null;
        var page = new JsonObject
        {
            ["tools"] = new JsonArray([.. (isFirst ? All.Take(8) : All.Skip(8).Concat(s_hasGrown ? [("grown", "Was not there before", [])] : [])).Select(Describe)]),
        };
        if (isFirst)
        {
            page["nextCursor"] = "second";
        }

        return page;
    }

    /// <exception cref="ArgumentException">The arguments are wrong.</exception>
    /// <exception cref="InvalidOperationException">There is no such tool.</exception>
    public async Task<JsonObject> CallAsync(string name, JsonObject arguments, Action<string, JsonObject> notify, CancellationToken cancelled)
    {
        switch (name)
        {
            case "echo":
                return Text((string?)arguments["message"] ?? throw new ArgumentException("'message' is required"));
            case "add":
                return Text(((double)arguments["a"]! + (double)arguments["b"]!).ToString(System.Globalization.CultureInfo.InvariantCulture));
            case "sleep":
                await Task.Delay(TimeSpan.FromSeconds((double)arguments["seconds"]!), cancelled);
                return Text("slept");
            case "hang":
                return Text("goodbye");
            case "until" or "echo-when":
                while (!File.Exists((string)arguments["path"]!))
                {
                    await Task.Delay(5, cancelled);
                }

                return Text((string?)arguments["message"] ?? "it is there");
            case "mark":
                journal.Write($"mark {arguments["name"]}");
                return Text("marked");
            case "grow":
                s_hasGrown = true;
                notify("notifications/tools/list_changed", []);
                return Text("grew");
            case "look":
                return Text("looked");
            case "descriptors":
                return Text($"{Directory.GetFileSystemEntries("/proc/self/fd").Length}");
            case "half-emoji":
                return Text("cut " + HalfAnEmoji);
            case "fail":
                return new JsonObject { ["content"] = Content("it went wrong"), ["isError"] = true };
            case "crash":
                Console.Error.WriteLine("fault-server: out of cheese");
                Console.Error.WriteLine("fault-server: redo from start");
                Environment.Exit(3);
                return [];
            case "pid":
                return Text($"{Environment.ProcessId}");
            case "env":
                return Text(Environment.GetEnvironmentVariable((string)arguments["name"]!) ?? "(unset)");
            case "cwd":
                return Text(Environment.CurrentDirectory);
            case "big":
                return Text(new string('x', (int)arguments["bytes"]!));
            case "progress":
                await ProgressAsync((int)arguments["steps"]!, notify);
                return Text("done");
            case "notes-add":
                _notes.Add((string)arguments["note"]!);
                return Text($"{_notes.Count}");
            case "notes-list":
                return Text(string.Join(", ", _notes));
            case "image":
                return new JsonObject
                {
                    ["content"] = new JsonArray(new JsonObject { ["type"] = "image", ["data"] = OnePixelPng, ["mimeType"] = "image/png" }),
                };
            case "structured":
                return new JsonObject { ["content"] = Content("{\"sum\":3}"), ["structuredContent"] = new JsonObject { ["sum"] = 3, ["x-unknown"] = 1.50m } };
            default:
                journal.Write($"unknown {name}");
                throw new InvalidOperationException($"Unknown tool: {name}");
        }
    }

    private static async Task ProgressAsync(int steps, Action<string, JsonObject> notify)
    {
        notify("notifications/message", new JsonObject { ["level"] = "info", ["data"] = "counting" });
        for (var step = 1; step <= steps; step++)
        {
            notify("notifications/progress", new JsonObject { ["progress"] = step, ["total"] = steps });
            await Task.Yield();
        }
    }

    private static JsonNode Describe((string Name, string Description, string[] Arguments) tool)
    {
        var properties = new JsonObject();
        foreach (var argument in tool.Arguments)
        {
            properties[argument.Split(':')[0]] = new JsonObject { ["type"] = argument.Split(':')[1] };
        }

        return new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = tool.Description,
            ["inputSchema"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = properties,
                ["required"] = new JsonArray([.. properties.Select(static property => JsonValue.Create(property.Key))]),
            },
            ["annotations"] = tool.Name == "look" ? new JsonObject { ["readOnlyHint"] = true } : null,
            ["x-vendor"] = new JsonObject { ["kept"] = true },
        };
    }

    public static JsonObject Text(string text) => new() { ["content"] = Content(text) };

    private static JsonArray Content(string text) => new(new JsonObject { ["type"] = "text", ["text"] = text });
}
