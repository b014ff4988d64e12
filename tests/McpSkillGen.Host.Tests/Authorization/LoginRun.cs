using System.Diagnostics;
using System.Text;
using McpSkillGen.Host.Tests.Support;

namespace McpSkillGen.Host.Tests.Authorization;

/// <summary>One run of the role <c>login</c>, and the person before its browser.</summary>
internal sealed class LoginRun : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private LoginRun(Process process) => _process = process;

    public string Errors => _errors.ToString();

    public static LoginRun Start(TempSkill skill, params string[] more) =>
        new(TestHost.Launch(skill, ["login", "--skill", skill.Folder.Root, "--no-browser", "--until-input-ends", .. more]));

    /// <summary>Logs in to a server, or fails the test.</summary>
    public static async Task<string> SucceedAsync(TempSkill skill, params string[] more)
    {
        using var login = Start(skill, more);
        await login.BrowseAsync();
        return login.Ends(0);
    }

    /// <summary>The address that is to be opened; null when the run ends without one.</summary>
    public Uri? ReadAddress()
    {
        while (_process.StandardError.ReadLine() is { } line)
        {
            _errors.Append(line).Append('\n');
            if (line.StartsWith("  http", StringComparison.Ordinal))
            {
                return new Uri(line.Trim());
            }
        }

        return null;
    }

    /// <summary>Opens the address, and follows where it leads.</summary>
    /// <returns>The last page.</returns>
    public async Task<string> BrowseAsync()
    {
        var address = ReadAddress();
        Assert.True(address is not null, $"No address to open:\n{Errors}");
        using var browser = new HttpClient();
        using var response = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public void Signal(string signal) => ProcessTable.Signal(_process.Id, signal);

    /// <summary>Types a line.</summary>
    public void Type(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void CloseInput() => _process.StandardInput.Close();

    /// <returns>What it printed as its result.</returns>
    public string Ends(int exitCode)
    {
        _errors.Append(_process.StandardError.ReadToEnd());
        var output = _process.StandardOutput.ReadToEnd();
        Assert.True(_process.WaitForExit(Eventually.Deadline), "The login has not ended.");
        Assert.True(_process.ExitCode == exitCode, $"Exit code {_process.ExitCode}, not {exitCode}:\n{output}{Errors}");
        return output;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
