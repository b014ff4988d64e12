using System.Security.Authentication;

namespace McpSkillGen.Host.Network;

/// <summary>A server's certificate that is not trusted.</summary>
/// <param name="reason">Why: a sentence without its full stop.</param>
/// <param name="remedy">What to do.</param>
internal sealed class CertificateRefusedException(string reason, string remedy) : AuthenticationException(reason)
{
    public string Remedy => remedy;
}
