namespace McpSkillGen.Host.Authorization;

/// <summary>The person who logs in: how they learn where, and what they type.</summary>
internal interface ILoginPerson
{
    /// <param name="address">What a browser must open.</param>
    /// <param name="port">Where it is sent back to on this machine.</param>
    void ShowPage(string address, int port);

    /// <param name="code">What to type, and on which page.</param>
    void ShowCode(DeviceCode code);

    /// <summary>Says something about what they typed.</summary>
    void Tell(string sentence);

    /// <returns>The next line that they type. If nothing more can be typed, it never ends by itself.</returns>
    Task<string> ReadLineAsync(CancellationToken cancellationToken);
}
