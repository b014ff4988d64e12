using System.Security.Cryptography;
using System.Text;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Authorization;

/// <summary>
/// The login of one client and account at one server, shared by all processes of this user: a private file that is replaced as a whole,
/// and a lock for changing it. Reading needs no lock.
/// </summary>
internal sealed class LoginStore
{
    // flock cannot wait with a time limit. The pause between two tries is shorter than a token request.
    private static readonly TimeSpan LockRetryInterval = TimeSpan.FromMilliseconds(20);

    private readonly string _folder;
    private readonly string _file;
    private readonly string? _issuer;

    private LoginStore(string folder, string name, string? issuer) => (_folder, _file, _issuer) = (folder, Path.Combine(folder, name + ".json"), issuer);

    /// <param name="launch">The server, and the client and account that the config names.</param>
    /// <param name="variable">Looks a variable up.</param>
    public static LoginStore Of(ServerLaunch.Remote launch, Func<string, string?> variable)
    {
        // The address may contain a key in its query, so only its hash is stored.
        var settings = launch.Authorization;
        var identity = $"{launch.Endpoint.AbsoluteUri}\n{settings.ClientId}\n{settings.Grant}{(settings.Account is { Length: > 0 } account ? $"\n{account}" : "")}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return new LoginStore(Path.Combine(UserDirectory.State.Locate(variable), "logins"), Convert.ToHexStringLower(hash.AsSpan(0, 16)), settings.Issuer);
    }

    /// <summary>The file, which may not exist.</summary>
    public string Location => _file;

    /// <returns>Null if there is no login, or only one at another authorization server than the config's.</returns>
    /// <exception cref="SkillException">The file is not this user's alone, or cannot be read.</exception>
    public StoredLogin? Read()
    {
        try
        {
            if (!File.Exists(_file))
            {
                return null;
            }

            if (!OperatingSystem.IsWindows() && (UserDirectory.WhyOpen(_folder) ?? UserDirectory.WhyOpen(_file)) is { } reason)
            {
                throw new SkillException(ExitCode.WrongEnvironment, $"The login file '{_file}' or its folder {reason}, and is not used. Make both yours alone: chmod 600 the file, chmod 700 the folder.");
            }

            return StoredLogin.Parse(File.ReadAllBytes(_file)) is { } login && (_issuer is null || Issuers.AreSame(login.Issuer, _issuer)) ? login : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The login cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Waits until no other process changes the login. What was read before must be read again.</summary>
    /// <exception cref="SkillException">The login cannot be locked.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        try
        {
            UserDirectory.State.Prepare(Path.GetDirectoryName(_folder)!, _folder);
            while (true)
            {
                if (FileLock.TryTake(Path.ChangeExtension(_file, ".lock")) is { } held)
                {
                    return held;
                }

                await Task.Delay(LockRetryInterval, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException e)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The login cannot be changed: {e.Message}", e);
        }
    }

    /// <summary>Replaces the login.</summary>
    /// <param name="held">What <see cref="LockAsync"/> returned.</param>
    /// <param name="login">The new one; null to delete it.</param>
    /// <exception cref="SkillException">It cannot be written; the old one stays.</exception>
    public void Write(IDisposable held, StoredLogin? login)
    {
        ArgumentNullException.ThrowIfNull(held);
        try
        {
            if (login is null)
            {
                File.Delete(_file);
            }
            else
            {
                PrivateFile.Replace(_file, login.ToBytes().Span, toDisk: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The login cannot be saved: {e.Message}", e);
        }
    }
}
