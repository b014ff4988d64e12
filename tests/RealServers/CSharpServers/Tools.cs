using System.ComponentModel;
using ModelContextProtocol.Server;

namespace McpSkillGen.CSharpServers;

/// <summary>The quickstart's tools, whose answers are typed.</summary>
[McpServerToolType]
internal sealed class WeatherTools
{
    [McpServerTool(UseStructuredContent = true, ReadOnly = true), Description("Get weather forecast for a location.")]
    public static Forecast GetForecast(
        [Description("Latitude of the location.")] double latitude,
        [Description("Longitude of the location.")] double longitude,
        [Description("How many days.")] int days = 1) =>
        new($"{latitude:0.0},{longitude:0.0}", [.. Enumerable.Range(1, days).Select(static day => new Day(day, Sky.Clear, null))]);
}

/// <summary>The other samples' tools.</summary>
[McpServerToolType]
internal sealed class SampleTools
{
    [McpServerTool(Name = "echo"), Description("Echoes the message back to the client.")]
    public static string Echo(string message) => "hello " + message;

    [McpServerTool(Name = "longRunningTool"), Description("Demonstrates a long running tool with progress updates")]
    public static async Task<string> LongRunningAsync(IProgress<ModelContextProtocol.ProgressNotificationValue> progress, int steps = 5)
    {
        for (var step = 1; step <= steps; step++)
        {
            await Task.Yield();
            progress.Report(new() { Progress = step, Total = steps });
        }

        return $"Long running operation completed. Steps: {steps}.";
    }

    [McpServerTool(Name = "fail"), Description("Throws.")]
    public static string Fail() => throw new InvalidOperationException("This one fails.");
}

internal sealed record Forecast(string Place, Day[] Days);

internal sealed record Day(int Number, Sky Sky, double? Rain);

internal enum Sky
{
    Clear,
    Cloudy,
}
