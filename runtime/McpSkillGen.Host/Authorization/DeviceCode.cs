using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>How a person logs in on another device (RFC 8628, section 3.2).</summary>
/// <param name="Secret">What we ask with.</param>
/// <param name="UserCode">What the person types on the page.</param>
/// <param name="Page">Where.</param>
/// <param name="Lifetime">How long the code is good for.</param>
/// <param name="Interval">How often we may ask.</param>
internal sealed record DeviceCode(string Secret, string UserCode, WebAddress Page, TimeSpan Lifetime, TimeSpan Interval)
{
    // The specification's, for servers that do not say.
    private const double DefaultInterval = 5;

    // No server means more, and a timer takes less than what a number can say.
    private const double LongestInterval = 60;
    private const double LongestLifetime = 24 * 3600;

    /// <returns>Null if these are not the members of such an answer, or its page is not one of the web.</returns>
    public static DeviceCode? Parse(JsonElement members) =>
        members.Words("device_code"u8) is { } secret && members.Words("user_code"u8) is { } userCode
        && (members.Words("verification_uri"u8) ?? members.Words("verification_url"u8)) is { } page && WebAddress.TryParse(page) is { } address
            ? new DeviceCode(
                secret,
                userCode,
                address,
                TimeSpan.FromSeconds(Math.Clamp(members.Number("expires_in"u8) ?? LongestLifetime, 1, LongestLifetime)),
                TimeSpan.FromSeconds(Math.Clamp(members.Number("interval"u8) ?? DefaultInterval, 1, LongestInterval)))
            : null;

    // The compiler's own ToString would print the code.
    public override string ToString() => nameof(DeviceCode);
}
