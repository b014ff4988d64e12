namespace McpSkillGen.Host.Transport;

/// <summary>
/// There is nowhere to listen: no room on the disk, a directory that others can enter, sockets forbidden. The caller can
/// still have the host as its child, over pipes.
/// </summary>
internal sealed class NoSocketException(string message, Exception innerException) : Exception(message, innerException);
