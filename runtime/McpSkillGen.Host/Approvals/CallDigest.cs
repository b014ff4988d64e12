using System.Security.Cryptography;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Approvals;

/// <summary>What tells one call from every other: a hash of its tool and of all that is sent with it.</summary>
/// <param name="Hex">The hash.</param>
/// <param name="Id">A short name for it, for people. Two calls may share it, so nothing is agreed to by it alone.</param>
internal readonly record struct CallDigest(string Hex, string Id)
{
    // No letter that looks like another one.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int IdLength = 10;

    /// <param name="parameters">The params of the call: one JSON object. How it is spaced and escaped does not matter.</param>
    public static CallDigest Of(JsonElement parameters)
    {
        var hash = SHA256.HashData(PlainJson.Write(parameters.WriteTo).Span);
        return new CallDigest(Convert.ToHexStringLower(hash), string.Concat(hash.Take(IdLength).Select(static b => Letters[b % Letters.Length])));
    }

    public static bool IsId(string text) => text.Length == IdLength && text.All(Letters.Contains);
}
