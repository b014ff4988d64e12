using System.Buffers;
using System.Text.Json;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Client;

/// <summary>The outcome of a question to a host.</summary>
internal abstract record HostReply
{
    /// <param name="Json">One JSON object, UTF-8.</param>
    /// <param name="Root">The same, parsed.</param>
    public sealed record Answered(ReadOnlyMemory<byte> Json, JsonElement Root) : HostReply
    {
        /// <summary>How many calls a host that leaves still finishes.</summary>
        public int CallsInFlight => Root.Integer("callsInFlight"u8) ?? 0;
    }

    /// <summary>The host could not do what it was asked, and says why.</summary>
    public sealed record Declined(FailureMessage Failure) : HostReply;

    /// <summary>No host listens there.</summary>
    public sealed record Absent : HostReply;

    /// <summary>The connection was closed without an answer: the host stopped just then, or does not know the question.</summary>
    public sealed record Gone : HostReply;

    /// <summary>A host listens but does not answer, or its answer cannot be understood.</summary>
    public sealed record Silent : HostReply;

    /// <summary>This process may not use sockets, or the folder is not safe to use.</summary>
    public sealed record Forbidden(string Reason) : HostReply;
}

/// <summary>Asks a running host about itself. Starts nothing, and does not count as activity.</summary>
internal static class HostInquiry
{
    /// <summary>How long a host may take to answer.</summary>
    /// <remarks>It answers from its event loop, without waiting for the server: only a suspended or starved host takes this long.</remarks>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const uint QueryId = 1;

    public static ReadOnlySpan<byte> Status => """{"verb":"status"}"""u8;

    public static ReadOnlySpan<byte> Statistics => """{"verb":"stats"}"""u8;

    public static ReadOnlySpan<byte> ResetStatistics => """{"verb":"reset-stats"}"""u8;

    public static ReadOnlySpan<byte> Stop => """{"verb":"stop"}"""u8;

    /// <summary>Answered when the server is ready; the one query that starts something.</summary>
    public static ReadOnlySpan<byte> Start => """{"verb":"start"}"""u8;

    /// <summary>Answered at once; from then on the host passes the server's notices on.</summary>
    public static ReadOnlySpan<byte> Watch => """{"verb":"watch"}"""u8;

    public static HostReply Ask(string runtimeDirectory, InstancePaths instance, ReadOnlySpan<byte> query, TimeSpan patience)
    {
        switch (HostConnector.Connect(runtimeDirectory, instance))
        {
            case ConnectOutcome.Ready { Connection: var connection }:
                using (connection)
                {
                    return Ask(connection, query, patience);
                }

            case ConnectOutcome.Forbidden forbidden:
                return new HostReply.Forbidden(forbidden.Reason);
            default:
                return new HostReply.Absent();
        }
    }

    public static HostReply Ask(HostConnection connection, ReadOnlySpan<byte> query, TimeSpan patience)
    {
        var frame = new ArrayBufferWriter<byte>();
        FrameWriter.Write(frame, FrameKind.Query, QueryId, query);
        try
        {
            connection.SetPatience(patience);
            connection.Send(frame.WrittenSpan);
            return connection.Read() switch
            {
                { Message: AnswerMessage answer } => Understand(answer.Json),
                { Message: FailureMessage failure } => new HostReply.Declined(failure),
                null => new HostReply.Gone(),
                _ => new HostReply.Silent(),
            };
        }
        catch (TimeoutException)
        {
            return new HostReply.Silent();
        }
        catch (IOException)
        {
            return new HostReply.Gone();
        }
    }

    private static HostReply Understand(ReadOnlyMemory<byte> answer)
    {
        if (!ForeignJson.TryParseObject(answer, out var document, out _))
        {
            return new HostReply.Silent();
        }

        using (document)
        {
            return new HostReply.Answered(answer, document.RootElement.Clone());
        }
    }
}
