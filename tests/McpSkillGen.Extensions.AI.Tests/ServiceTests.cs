using System.Text.Json.Nodes;
using McpSkillGen.Extensions.AI.Tests.Support;
using McpSkillGen.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Skills;

namespace McpSkillGen.Extensions.AI.Tests;

public sealed class ServiceTests
{
    [Fact]
    public async Task A_web_application_calls_the_skill_and_is_healthy()
    {
        using var folder = new NotesFolder();
        await using var app = await StartAsync(folder);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        Assert.Equal("Healthy", await client.GetStringAsync("/health", TestContext.Current.CancellationToken));
        Assert.NotNull(folder.Status());
        Assert.Equal("0", await client.GetStringAsync("/notes", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_application_is_unhealthy_if_the_servers_command_is_not_there()
    {
        using var folder = new NotesFolder();
        folder.Configure(static config => config["command"] = "no-such-program");
        await using var app = await StartAsync(folder);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("Unhealthy", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_the_server_logs_during_a_call_goes_to_the_logger_of_the_clients_type()
    {
        using var folder = new NotesFolder();
        folder.Configure(static config => (config["command"], config["args"]) = (Repository.Metadata("FaultServer"), new JsonArray()));
        using var lines = new KeptLines();
        await using var app = await StartAsync(folder, lines);
        var skill = app.Services.GetRequiredService<NotesSkill>();

        // The sample server logs nothing.
        await skill.Caller.CallAsync(new ToolCall("progress", """{"steps":1}"""u8.ToArray(), isSafeToRepeat: false), TestContext.Current.CancellationToken);

        Assert.Contains("Skills.NotesSkill Information server: counting", lines.Lines);
    }

    private static async Task<WebApplication> StartAsync(NotesFolder folder, ILoggerProvider? lines = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (lines is not null)
        {
            builder.Logging.AddProvider(lines);
        }

        builder.Services.AddMcpSkill<NotesSkill>(folder.Options);
        builder.Services.AddHealthChecks().AddCheck<SkillHealthCheck<NotesSkill>>("notes");
        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapGet("/notes", static async (NotesSkill notes, CancellationToken stop) => (await notes.ListNotesAsync(cancellationToken: stop)).Value.Total);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private sealed class KeptLines : ILoggerProvider
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => new Keeper(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Keeper(KeptLines kept, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                lock (kept._lines)
                {
                    kept._lines.Add($"{category} {logLevel} {formatter(state, exception)}");
                }
            }
        }
    }
}
