using System.Text;
using System.Text.Json;

namespace McpSkillGen.Runtime.Json;

/// <summary>
/// What a server lists, collected page by page. The list has ended when the server says so, or when it repeats itself: some
/// servers send the same cursor, or the same page, for ever.
/// </summary>
/// <param name="member">The member of each page that is the list.</param>
internal sealed class PagedList(string member)
{
    /// <summary>No honest list has more pages.</summary>
    public const int MaxPages = 1000;

    /// <summary>No honest list is longer, in bytes.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private readonly byte[] _member = Encoding.UTF8.GetBytes(member);
    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private int _pages;

    public List<JsonElement> Items { get; } = [];

    /// <summary>In bytes, so far.</summary>
    public long Length { get; private set; }

    /// <summary>The params that ask for the next page, UTF-8; null if the list has ended.</summary>
    public ReadOnlyMemory<byte>? NextPage { get; private set; } = "{}"u8.ToArray();

    /// <summary>Why this is not all of it, as the rest of a sentence that begins with "it"; null if it is.</summary>
    public string? Shortage { get; private set; }

    /// <param name="result">A page: the server's result, parsed by <see cref="ForeignJson"/>.</param>
    /// <param name="length">Of the page, in bytes.</param>
    /// <returns>False if the server answered with something else than a list.</returns>
    public bool TryAdd(JsonElement result, long length)
    {
        var isList = ListPage.TryRead(result, _member, out var page, out var cursor);
        Length += length;
        _pages++;
        NextPage = null;
        var isNews = page.Count == 0;
        foreach (var item in page)
        {
            // A list of one page is as the server sent it.
            if ((cursor is null && _pages == 1) || _known.Add(item.GetRawText()))
            {
                Items.Add(item);
                isNews = true;
            }
        }

        if (cursor is null || !isNews || !_cursors.Add(cursor))
        {
            return isList;
        }

        if (_pages == MaxPages || Length > MaxLength)
        {
            StopAt(_pages == MaxPages ? $"has more than {MaxPages} pages" : $"is longer than {MaxLength >> 20} MB");
            return isList;
        }

        NextPage = Encoding.UTF8.GetBytes($$"""{"cursor":{{cursor}}}""");
        return isList;
    }

    /// <summary>There are no more pages.</summary>
    public void End() => NextPage = null;

    /// <summary>What came so far is not all, but there will not be more.</summary>
    /// <param name="why">As <see cref="Shortage"/> says it.</param>
    public void StopAt(string why) => (NextPage, Shortage) = (null, why);
}
