using System.Text;
using System.Text.Json;
using CustomerSegmentation.Edge.Api.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerSegmentation.Edge.Api.Exports;

/// <summary>All of a list as CSV or NDJSON, a page at a time out of the engine and onto the wire.</summary>
/// <param name="format"><see cref="ExportFormat.Csv"/> or <see cref="ExportFormat.Ndjson"/>.</param>
/// <param name="table">How a row looks as CSV.</param>
/// <param name="first">The first page.</param>
/// <param name="following">The page at a cursor; null when the list has come to an end that it should not have.</param>
internal sealed class Export<T>(
    string format, Table<T> table, PageAnswer<T> first, Func<string, CancellationToken, Task<PageAnswer<T>?>> following) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var aborted = httpContext.RequestAborted;
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        httpContext.Response.ContentType = $"{format}; charset=utf-8";
        await using var lines = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(false), leaveOpen: true)
        {
            NewLine = format == ExportFormat.Csv ? "\r\n" : "\n",
        };
        if (format == ExportFormat.Csv)
        {
            await lines.WriteLineAsync(table.Header);
        }

        for (var page = first; ;)
        {
            foreach (var row in page.Items)
            {
                await lines.WriteLineAsync(format == ExportFormat.Csv ? table.Line(row) : JsonSerializer.Serialize(row, options));
            }

            await lines.FlushAsync(aborted);
            if (page.Next is not { } next)
            {
                return;
            }

            if (await following(next, aborted) is not { } page2)
            {
                // Only a broken body tells the caller that this is not all.
                httpContext.Abort();
                return;
            }

            page = page2;
        }
    }
}

internal static class Export
{
    /// <summary>A list that is here as a whole.</summary>
    public static IResult Of<T>(string format, Table<T> table, IReadOnlyList<T> rows) => new Export<T>(
        format, table, new(rows, Next: null), (_, _) => Task.FromResult<PageAnswer<T>?>(null));
}
