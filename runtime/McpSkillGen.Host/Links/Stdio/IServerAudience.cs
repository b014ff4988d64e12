namespace McpSkillGen.Host.Links.Stdio;

/// <summary>Works off what a server that is a process says. Called by whichever thread reads.</summary>
internal interface IServerAudience
{
    /// <summary>Whether the next call begins when the server has answered: then its answer is not slept for.</summary>
    bool IsPressed { get; }

    /// <summary>Wraps what a chunk of the server's output sets off, so that it can share what it has in common.</summary>
    void InOneGo(Action work);
}
