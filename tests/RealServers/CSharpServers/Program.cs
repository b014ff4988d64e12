using McpSkillGen.CSharpServers;
using ModelContextProtocol.AspNetCore;

// csharp-servers stdio | http URL | stateless URL | sse URL
// The shapes of the official samples: a console program with a host, a web program with sessions, one without, and one that also
// speaks the older transport.
if (args is ["stdio"])
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    builder.Services.AddMcpServer().WithStdioServerTransport().WithTools<WeatherTools>().WithTools<SampleTools>();
    await builder.Build().RunAsync();
    return 0;
}

if (args is not [var shape and ("http" or "stateless" or "sse"), var url])
{
    await Console.Error.WriteLineAsync("usage: csharp-servers stdio | http URL | stateless URL | sse URL");
    return 2;
}

var web = WebApplication.CreateBuilder();
web.WebHost.UseUrls(url);
web.Services.AddMcpServer()
    .WithHttpTransport(options =>
    {
        options.SessionMode = shape == "stateless" ? HttpServerSessionMode.Stateless : HttpServerSessionMode.Stateful;
        options.EnableLegacySse = shape == "sse";
    })
    .WithTools<WeatherTools>()
    .WithTools<SampleTools>();
var app = web.Build();
app.MapMcp(shape == "sse" ? "" : "/mcp");
await app.RunAsync();
return 0;
