using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Sharing;

/// <summary>One skill whose server is shared: requests go to its host as an executor's do, and start it if need be.</summary>
internal sealed class SharedSkill : IDisposable
{
    private readonly SkillFolder _folder;
    private readonly JsonElement _catalog;
    private readonly ChangeWatch _watch;

    /// <param name="folder">With the programs that run for it.</param>
    /// <param name="name">Its name, which is also its executor's.</param>
    /// <exception cref="SkillException">Its catalog cannot be read.</exception>
    public SharedSkill(SkillFolder folder, string name)
    {
        (_folder, Name) = (folder, name);
        _catalog = ReadCatalog(folder.CatalogFile);
        _watch = new ChangeWatch(notice => Noticed?.Invoke(this, notice));
    }

    /// <summary>The server said something that belongs to no call: its notification.</summary>
    public event Action<SharedSkill, ReadOnlyMemory<byte>>? Noticed;

    public string Name { get; }

    /// <summary>Who the server says it is.</summary>
    public JsonElement ServerInfo => _catalog.Member("serverInfo"u8);

    public JsonElement Capabilities => _catalog.Member("capabilities"u8);

    /// <summary>What the server says about its use; null if it says nothing.</summary>
    public string? Instructions => _catalog.Words("instructions"u8);

    /// <summary>Whether the server has said that it offers something.</summary>
    public bool Offers(ReadOnlySpan<byte> list) => _catalog.Items(list).Count > 0;

    /// <summary>The tools that the config offers, as it is now.</summary>
    /// <exception cref="SkillException">The config cannot be read.</exception>
    public ToolFilter Tools()
    {
        try
        {
            return ConfigReader.Read(File.ReadAllBytes(_folder.ConfigFile), _folder.ConfigFile).Require().Tools;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The config cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Makes a request, blocking.</summary>
    /// <param name="method">The MCP method.</param>
    /// <param name="parameters">Its params: one JSON object, UTF-8.</param>
    /// <param name="observer">Receives what happens meanwhile.</param>
    /// <param name="cancellationToken">Tells the server to cancel.</param>
    public CallOutcome Call(string method, ReadOnlyMemory<byte> parameters, ICallObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            var request = new CallRequest(method, parameters, IsSafeToRepeat: IsSafeToRepeat(method, parameters));
            var outcome = new SkillCaller(_folder, Name, observer).Call(request, cancellationToken);
            _watch.Begin(SkillEnvironment.Read(_folder, Name, Environment.GetEnvironmentVariable));
            return outcome;
        }
        catch (SkillException e)
        {
            return new CallOutcome.Failed(e.ExitCode, e.Message);
        }
    }

    public void Dispose() => _watch.Dispose();

    private bool IsSafeToRepeat(string method, ReadOnlyMemory<byte> parameters)
    {
        if (method != CallMessage.ToolMethod)
        {
            return true;
        }

        if (!ForeignJson.TryParseObject(parameters, out var call, out _))
        {
            return false;
        }

        using (call)
        {
            var name = call.RootElement.Text("name"u8);
            var annotations = _catalog.Items("tools"u8).Find(tool => tool.Text("name"u8) == name).Member("annotations"u8);
            return annotations.Member("readOnlyHint"u8).IsTrue() || annotations.Member("idempotentHint"u8).IsTrue();
        }
    }

    private static JsonElement ReadCatalog(string file)
    {
        try
        {
            return ForeignJson.TryParseObject(File.ReadAllBytes(file), out var catalog, out var problem)
                ? catalog.RootElement
                : throw new SkillException(ExitCode.WrongEnvironment, $"The catalog '{file}' {problem}. Make it again: mcpgen sync {Path.GetDirectoryName(file)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The catalog cannot be read: {e.Message}", e);
        }
    }
}
