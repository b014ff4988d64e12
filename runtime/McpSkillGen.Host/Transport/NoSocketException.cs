namespace McpSkillGen.Host.Transport;

/// <summary>
/// The host cannot listen: the disk is full, others can enter the directory, or sockets are forbidden. The caller can still
/// run a host as its child, over pipes.
/// </summary>
internal sealed class NoSocketException(string message, Exception innerException) : Exception(message, innerException);
