// Calls several tools of the sample skill and prints one short answer: what lies between stays in here.
#:package McpSkillGen@*-*
#:property McpSkills=../../skills/notes-sample
#:property LocalData=$([System.Environment]::GetFolderPath(SpecialFolder.LocalApplicationData))
#:property McpSkillStore=$([MSBuild]::ValueOrDefault('$(MCP_SKILL_STORE_DIR)', '$(LocalData)/mcp-skill'))
#:property RestoreAdditionalProjectSources=$(McpSkillStore)/packages
#:property ManagePackageVersionsCentrally=false

using Skills;

await using var notes = NotesSampleSkill.Connect();

foreach (var (text, tag) in new[] { ("Water the plants", "home"), ("Buy oat milk", "shop"), ("Buy basil", "shop") })
{
    await notes.AddNoteAsync(new() { Text = text, Tags = new([tag]) });
}

// Typed by the server's output schema: Value throws where the server's answer is not what its schema says.
var all = (await notes.ListNotesAsync(new())).Value;
foreach (var (tag, count) in all.Notes.SelectMany(note => note.Tags).CountBy(tag => tag).OrderByDescending(pair => pair.Value))
{
    Console.WriteLine($"{tag}: {count}");
}
