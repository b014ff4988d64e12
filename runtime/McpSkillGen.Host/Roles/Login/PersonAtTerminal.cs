using System.Threading.Channels;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Roles.Login;

/// <summary>A person who reads standard error, and may type.</summary>
/// <param name="typed">What they type; null if nobody passes it on.</param>
/// <param name="opensBrowser">Whether to open their browser.</param>
/// <param name="pastes">Whether they said that the browser is on another machine.</param>
internal sealed class PersonAtTerminal(ChannelReader<string>? typed, bool opensBrowser, bool pastes) : ILoginPerson
{
    public void ShowPage(string address, int port)
    {
        var reason = opensBrowser && !pastes ? Browser.WhyNone(Environment.GetEnvironmentVariable) : "";
        if (reason is null && Browser.TryOpen(address))
        {
            StandardStreams.WriteErrorLine($"Your browser opens the login page. If it does not, open:\n\n  {address}\n");
            return;
        }

        StandardStreams.WriteErrorLine($"Open this address in a browser to log in:\n\n  {address}\n");
        if (reason is { Length: > 0 })
        {
            StandardStreams.WriteErrorLine($"No browser was opened: {reason}.");
        }

        if (typed is not null)
        {
            StandardStreams.WriteErrorLine($"If the browser is on another machine, its last page is one that it cannot open, at port {port}. Copy that page's address, and paste it here:");
        }
        else if (reason is { Length: > 0 })
        {
            StandardStreams.WriteErrorLine($"If yours runs on another machine, forward the port first: ssh -L {port}:127.0.0.1:{port} THIS-MACHINE\nOr log in with --device, or with --paste.");
        }
    }

    public void ShowCode(DeviceCode code) => StandardStreams.WriteErrorLine(
        $"Open this address in a browser, on any machine:\n\n  {code.Page.Text}\n\nand type this code there:\n\n  {PlainLine.Excerpt(code.UserCode)}\n");

    public void Tell(string sentence) => StandardStreams.WriteErrorLine(sentence);

    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        if (typed is null)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }

        return await typed!.ReadAsync(cancellationToken).ConfigureAwait(false);
    }
}
