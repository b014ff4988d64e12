using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSkillGen.Cli.Sample;

/// <summary>
/// The sample's tools. Together they show what a skill has to carry: state between calls, an enum, arrays, structured
/// results, an image, progress, and a tool that answers with an error.
/// </summary>
internal sealed class NoteTools(Notebook notebook)
{
    private static readonly JsonElement NoteListSchema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "total": { "type": "integer", "description": "How many notes there are" },
            "notes": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "id": { "type": "integer" },
                  "text": { "type": "string" },
                  "tags": { "type": "array", "items": { "type": "string" } },
                  "created": { "type": "string", "format": "date-time" }
                },
                "required": ["id", "text", "tags", "created"]
              }
            }
          },
          "required": ["total", "notes"]
        }
        """);

    private static readonly string[] Examples = ["Water the plants", "Buy oat milk", "Call the dentist", "Return the library books"];

    public IEnumerable<McpServerTool> All() =>
    [
        McpServerTool.Create(Add, new() { Name = "add_note", Title = "Add a note", Destructive = false, OpenWorld = false }),
        McpServerTool.Create(
            List,
            new() { Name = "list_notes", Title = "List notes", ReadOnly = true, OpenWorld = false, OutputSchema = NoteListSchema, UseStructuredContent = true }),
        McpServerTool.Create(
            Search,
            new() { Name = "search_notes", Title = "Search notes", ReadOnly = true, OpenWorld = false, OutputSchema = NoteListSchema, UseStructuredContent = true }),
        McpServerTool.Create(Draw, new() { Name = "draw_notes", Title = "Draw notes", ReadOnly = true, OpenWorld = false }),
        McpServerTool.Create(ImportAsync, new() { Name = "import_examples", Title = "Import example notes", Destructive = false, OpenWorld = false }),
        McpServerTool.Create(Delete, new() { Name = "delete_note", Title = "Delete a note", Destructive = true, Idempotent = true, OpenWorld = false }),
        McpServerTool.Create(Publish, new() { Name = "publish_notes", Title = "Publish notes", Destructive = false, OpenWorld = true }),
    ];

    /// <summary>
    /// Runs what reads notes once, on a notebook of its own. .NET compiles code when it is first called, and the tour's second
    /// call would show that time as the executor's.
    /// </summary>
    public static void WarmUp()
    {
        var tools = new NoteTools(new Notebook());
        tools.Add("warm", ["up"]);
        _ = JsonSerializer.SerializeToUtf8Bytes(tools.List(), McpJsonUtilities.DefaultOptions);
    }

    [Description("Adds a note and answers with its number. Notes live in the server's memory and are gone when it stops.")]
    private string Add(
        [Description("What the note says")] string text,
        [Description("Words to find it by later")] string[]? tags = null)
    {
        var note = notebook.Add(text, tags ?? []);
        return $"Added note {note.Id}: {note.Text}{Tags(note)}";
    }

    [Description("Lists the notes, with their numbers and tags.")]
    private CallToolResult List(
        [Description("Only notes with this tag")] string? tag = null,
        [Description("Which notes come first")] NoteOrder order = NoteOrder.Oldest) =>
        Answer(notebook.Where(note => tag is null || note.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)), order);

    [Description("Finds notes whose text or tags contain a word.")]
    private CallToolResult Search(
        [Description("The word to look for; case does not matter")] string query,
        [Description("Which notes come first")] NoteOrder order = NoteOrder.Oldest) =>
        Answer(notebook.Where(note => $"{note.Text}\n{string.Join('\n', note.Tags)}".Contains(query, StringComparison.OrdinalIgnoreCase)), order);

    [Description("Draws the notes as a picture: one bar per note, as long as its text.")]
    private ImageContentBlock Draw()
    {
        var lengths = notebook.Where(static _ => true).Select(static note => (double)note.Text.Length).ToArray();
        return ImageContentBlock.FromBytes(BarPicture.Draw([.. lengths.Select(length => length / lengths.Max())]), "image/png");
    }

    [Description("Adds example notes one by one, slowly, and reports its progress.")]
    private async Task<string> ImportAsync(
        IProgress<ProgressNotificationValue> progress,
        CancellationToken cancellationToken,
        [Description("How many notes, from 1 to 100")] int count = 4,
        [Description("How long each takes, in seconds, up to 10")] double seconds = 0.5)
    {
        if (count is < 1 or > 100 || seconds is not (>= 0 and <= 10))
        {
            throw new McpException($"count is {count} and seconds is {seconds}; expected 1 to 100 notes and 0 to 10 seconds.");
        }

        for (var done = 1; done <= count; done++)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(false);
            var note = notebook.Add(Examples[(done - 1) % Examples.Length], ["example"]);
            progress.Report(new ProgressNotificationValue { Progress = done, Total = count, Message = note.Text });
        }

        return $"Added {count} notes.";
    }

    [Description("Deletes a note by its number. It cannot be brought back.")]
    private string Delete([Description("The note's number, from list_notes")] int id) =>
        notebook.Remove(id) ? $"Deleted note {id}." : throw new McpException($"There is no note {id}. list_notes shows the numbers.");

    [Description("Publishes the notes. This sample has nowhere to publish to, so it always answers with an error.")]
    private CallToolResult Publish() => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = "Nothing was published: the sample server has nowhere to publish to." }],
    };

    private static CallToolResult Answer(IReadOnlyList<Note> notes, NoteOrder order)
    {
        var ordered = order is NoteOrder.Newest ? notes.Reverse().ToArray() : [.. notes];
        var text = new StringBuilder();
        foreach (var note in ordered)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append($"{note.Id}. {note.Text}{Tags(note)}");
        }

        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = text.Length > 0 ? text.ToString() : "No notes." }],
            StructuredContent = JsonSerializer.SerializeToElement(new NoteList(ordered.Length, ordered), NoteJson.Default.NoteList),
        };
    }

    private static string Tags(Note note) => note.Tags.Count > 0 ? $" [{string.Join(", ", note.Tags)}]" : "";

    [JsonConverter(typeof(JsonStringEnumConverter<NoteOrder>))]
    internal enum NoteOrder
    {
        [JsonStringEnumMemberName("oldest")]
        Oldest,

        [JsonStringEnumMemberName("newest")]
        Newest,
    }
}
