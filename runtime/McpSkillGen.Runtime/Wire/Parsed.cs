using System.Diagnostics.CodeAnalysis;

namespace McpSkillGen.Runtime.Wire;

/// <summary>What became of bytes from outside: a message, or a stated refusal. Never an exception.</summary>
internal readonly struct Parsed<T>
    where T : class
{
    private Parsed(T? message, string refusal) => (Message, Refusal) = (message, refusal);

    /// <summary>Null if the bytes are not one.</summary>
    public T? Message { get; }

    /// <summary>What is wrong with the bytes: a sentence, empty if there is a message.</summary>
    public string Refusal { get; }

    public static implicit operator Parsed<T>(T message) => new(message, "");

    public static Parsed<T> Refused(string why) => new(null, why);

    public bool Is([NotNullWhen(true)] out T? message) => (message = Message) is not null;
}
