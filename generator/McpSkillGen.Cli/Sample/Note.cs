using System.Text.Json.Serialization;

namespace McpSkillGen.Cli.Sample;

/// <summary>One note, as the server sends it.</summary>
internal sealed record Note(int Id, string Text, IReadOnlyList<string> Tags, DateTimeOffset Created);

/// <summary>The structured result of tools that read notes.</summary>
internal sealed record NoteList(int Total, IReadOnlyList<Note> Notes);

/// <summary>How notes are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NoteList))]
internal sealed partial class NoteJson : JsonSerializerContext;
