using System.Text;

namespace McpSkillGen.Runtime.Text;

/// <summary>"Did you mean …?"</summary>
internal static class Suggestion
{
    /// <summary>The candidate that was probably meant by <paramref name="word"/>.</summary>
    /// <returns>Null if none is near enough: at most three edits, and at most a third of the word's length.</returns>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var tooFar = Math.Min(3, Math.Max(1, word.Length / 3)) + 1;
        foreach (var candidate in candidates)
        {
            var distance = EditDistance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < tooFar)
            {
                (nearest, tooFar) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>The end of a message: <c> Did you mean x?</c>, <c> Did you mean x, y or z?</c>, or nothing.</summary>
    public static string DidYouMean(string word, IEnumerable<string> candidates)
    {
        string[] known = [.. candidates.DistinctBy(static candidate => string.Join('-', Words(candidate)))];
        string[] meant = Nearest(word, known) is { } nearest ? [nearest] : Containing(word, known) is [_, ..] containing ? containing : Contained(word, known);
        return meant.Length switch
        {
            0 => "",
            1 => $" Did you mean {meant[0]}?",
            _ => $" Did you mean {string.Join(", ", meant[..^1])} or {meant[^1]}?",
        };
    }

    // "--sheet" of "--sheet-name", "excel-read" of "excel-read-sheet", "read-excel" of either: all its words are there.
    private static string[] Containing(string word, string[] candidates)
    {
        const int MostNames = 3;
        var words = Words(word);
        return words.Length == 0 ? []
            : [.. candidates
                .Where(candidate => Words(candidate) is var known && Array.TrueForAll(words, one => Array.Exists(known, other => IsFormOf(one, other))))
                .Distinct()
                .OrderBy(static candidate => candidate.Length)
                .Take(MostNames)];
    }

    // "echo" of "mcp__everything__echo": of those whose words are all there, the one with the most.
    private static string[] Contained(string word, string[] candidates)
    {
        var words = Words(word);
        var nearest = candidates
            .Where(candidate => Words(candidate) is { Length: > 0 } known && Array.TrueForAll(known, one => words.Contains(one)))
            .MaxBy(static candidate => candidate.Length);
        return nearest is null ? [] : [nearest];
    }

    // "issue" and "issues"; "repo" and "repository"; "mesage" and "message".
    private static bool IsFormOf(string one, string other)
    {
        const int LeastLetters = 3;
        const int LettersOfATypo = 5;
        return one == other
            || (one.Length >= LeastLetters && other.StartsWith(one, StringComparison.Ordinal))
            || (other.Length >= LeastLetters && one.StartsWith(other, StringComparison.Ordinal))
            || (one.Length >= LettersOfATypo && other.Length >= LettersOfATypo && EditDistance(one, other) == 1);
    }

    // "readText" is two words, as "read_text" is.
    private static string[] Words(string name)
    {
        var spaced = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            spaced.Append(i > 0 && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]) ? "-" : "").Append(char.ToLowerInvariant(name[i]));
        }

        return spaced.ToString().Split(['-', '_', '.', ' ', '/', ':'], StringSplitOptions.RemoveEmptyEntries);
    }

    // Insertions, deletions, substitutions, and swaps of neighbours (optimal string alignment).
    private static int EditDistance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            cost[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(substitution, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
