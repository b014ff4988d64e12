using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace McpSkillGen.Extensions.AI;

/// <summary>Registers skills as services.</summary>
public static class SkillServices
{
    /// <summary>
    /// Adds one client for the whole program, and its <see cref="SkillHealthCheck{TSkill}"/>. What the server logs during calls, and what
    /// the host notes, goes to the logger of the client's type.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="options">Where the skill is and how to call it; null for the defaults.</param>
    public static IServiceCollection AddMcpSkill<TSkill>(this IServiceCollection services, SkillClientOptions? options = null)
        where TSkill : SkillClient, ISkill<TSkill>
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider =>
        {
            var logger = provider.GetService<ILoggerFactory>()?.CreateLogger<TSkill>();
            return TSkill.Create(logger is null
                ? new HostToolCaller(TSkill.Definition, options)
                : new HostToolCaller(TSkill.Definition, options) { Observer = new LoggingObserver(logger) });
        });
        services.TryAddSingleton(static provider => new SkillHealthCheck<TSkill>(provider.GetRequiredService<TSkill>()));
        return services;
    }
}
