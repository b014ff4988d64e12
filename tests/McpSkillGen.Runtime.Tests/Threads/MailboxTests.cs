using McpSkillGen.Runtime.Threads;

namespace McpSkillGen.Runtime.Tests.Threads;

public sealed class MailboxTests
{
    [Fact]
    public void Whoever_posts_works_the_letter_off_himself()
    {
        var worked = new List<(string Letter, int Thread)>();
        var rounds = 0;
        var mailbox = new Mailbox<string>(letter => worked.Add((letter, Environment.CurrentManagedThreadId)), () => rounds++);

        mailbox.Post("one");

        Assert.Equal([("one", Environment.CurrentManagedThreadId)], worked);
        Assert.Equal(1, rounds);
    }

    [Fact]
    public void Letter_posted_by_a_handler_comes_after_it()
    {
        var worked = new List<int>();
        Mailbox<int>? mailbox = null;
        mailbox = new Mailbox<int>(
            letter =>
            {
                if (letter < 3)
                {
                    mailbox!.Post(letter + 1);
                }

                worked.Add(letter);
            },
            static () => { });

        mailbox.Post(1);

        Assert.Equal([1, 2, 3], worked);
    }

    [Fact]
    public async Task Many_threads_lose_no_letter_and_never_work_at_once()
    {
        const int Threads = 8;
        const int Letters = 20_000;
        var (inside, overlaps, worked) = (0, 0, 0);
        var mailbox = new Mailbox<int>(
            _ =>
            {
                overlaps += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
                worked++;
                Interlocked.Decrement(ref inside);
            },
            static () => { });

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Letters; i++)
            {
                mailbox.Post(i);
            }
        })));

        Assert.Equal((Threads * Letters, 0), (worked, overlaps));
    }
}
