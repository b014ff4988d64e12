using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime;

namespace McpSkillGen.Generator.Tests.Harness;

/// <summary>An emitted skill, compiled and loaded: what it does rather than what it looks like.</summary>
internal sealed class EmittedSkill
{
    private readonly System.Reflection.Assembly _assembly;

    private EmittedSkill(System.Reflection.Assembly assembly)
    {
        _assembly = assembly;
        var client = assembly.GetTypes().Single(static type => type.IsSubclassOf(typeof(SkillClient)));
        Definition = (SkillDefinition)client.GetProperty("Definition")!.GetValue(null)!;
    }

    public SkillDefinition Definition { get; }

    public static EmittedSkill Load(GeneratorRun run) => Load(run.Compile());

    public static EmittedSkill Load(byte[] assembly)
    {
        using var image = new MemoryStream(assembly);
        return new EmittedSkill(new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image));
    }

    /// <summary>A type that was emitted, by its name as C# spells it.</summary>
    public Type Type(string name) => _assembly.GetType("Skills." + name.Replace('.', '+'), throwOnError: true)!;

    /// <summary>Calls a static method of a class in the project, which returns arguments; the JSON that they send.</summary>
    public string Json(string className, string method)
    {
        var arguments = (IToolArguments)_assembly.GetType(className)!.GetMethod(method)!.Invoke(null, null)!;
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            arguments.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }
}
