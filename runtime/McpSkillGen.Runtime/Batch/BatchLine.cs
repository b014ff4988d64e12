namespace McpSkillGen.Runtime.Batch;

/// <summary>One line of a batch.</summary>
/// <param name="Id">What its answer is known by: a JSON string or number, UTF-8, as it was written.</param>
internal abstract record BatchLine(byte[] Id)
{
    /// <summary>A call to be made.</summary>
    /// <param name="Id">As above.</param>
    /// <param name="Tool">What is called.</param>
    /// <param name="Arguments">One JSON object, UTF-8.</param>
    public sealed record Call(byte[] Id, ToolDefinition Tool, byte[] Arguments) : BatchLine(Id);

    /// <summary>No call: nothing is sent.</summary>
    /// <param name="Id">As above.</param>
    /// <param name="Why">A sentence, with the place.</param>
    public sealed record Wrong(byte[] Id, string Why) : BatchLine(Id);
}
