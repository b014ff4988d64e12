using Microsoft.AspNetCore.Http;

namespace Compatibility.Tests.Support;

/// <summary>Responses that are written by hand.</summary>
internal static class Respond
{
    /// <param name="status">The status.</param>
    /// <param name="type">The content type; null for none.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">Other headers.</param>
    public static Func<HttpContext, Task> With(int status, string? type = null, string body = "", params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers.Append(name, value);
        }

        if (type is not null)
        {
            context.Response.ContentType = type;
        }

        return body.Length > 0 ? context.Response.WriteAsync(body) : Task.CompletedTask;
    };

    /// <summary>Closes the connection without a word.</summary>
    public static Task Reset(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
