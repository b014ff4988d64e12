using System.Reflection;

namespace McpSkillGen.Host.Messages;

/// <summary>What this program calls itself when it talks to servers.</summary>
internal static class ClientIdentity
{
    public const string Name = "mcpskillgen";

    public static string Version { get; } =
        typeof(ClientIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
