using System.Diagnostics.CodeAnalysis;

namespace McpSkillGen.Runtime;

/// <summary>
/// A property that may be absent, where absent and JSON <c>null</c> mean different things: <c>default</c> is absent and
/// omitted from the request; a value is sent, even null.
/// </summary>
/// <typeparam name="T">The property's type; nullable where the schema allows null.</typeparam>
public readonly record struct Optional<T>
{
    private readonly T _value;

    /// <summary>A property that is present.</summary>
    public Optional(T value) => (_value, IsPresent) = (value, true);

    /// <summary>Whether the property is sent at all.</summary>
    public bool IsPresent { get; }

    /// <summary>The value of a present property.</summary>
    /// <exception cref="InvalidOperationException">The property is absent.</exception>
    public T Value => IsPresent ? _value : throw new InvalidOperationException("The property is absent.");

    /// <summary>Gets the value of a present property.</summary>
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return IsPresent;
    }

    /// <summary>A value stands for a present property.</summary>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the named alternate.")]
    public static implicit operator Optional<T>(T value) => new(value);
}
