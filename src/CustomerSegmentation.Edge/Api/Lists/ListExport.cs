using System.Text;
using System.Text.Json;
using CustomerSegmentation.Edge.Api.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerSegmentation.Edge.Api.Lists;

/// <summary>All of a list, a page at a time out of the engine and onto the wire.</summary>
/// <param name="first">The first page.</param>
/// <param name="following">The page at a cursor; null when the list has ended midway.</param>
/// <param name="format">A table or lines.</param>
/// <param name="table">What a table looks like.</param>
internal sealed class ListExport<T>(
    PageAnswer<T> first, Func<string, CancellationToken, Task<PageAnswer<T>?>> following, string format, CsvTable<T> table) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var aborted = httpContext.RequestAborted;
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        httpContext.Response.ContentType = $"{format}; charset=utf-8";
        await using var lines = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(false), leaveOpen: true)
        {
            NewLine = format == ListFormat.Csv ? "\r\n" : "\n",
        };
        if (format == ListFormat.Csv)
        {
            await lines.WriteLineAsync(table.Header);
        }

        for (var page = first; ;)
        {
            foreach (var item in page.Items)
            {
                await lines.WriteLineAsync(format == ListFormat.Csv ? table.Row(item) : JsonSerializer.Serialize(item, options));
            }

            await lines.FlushAsync(aborted);
            if (page.Next is not { } next)
            {
                return;
            }

            if (await following(next, aborted) is not { } more)
            {
                // A new model has put an end to the segment. Only a broken body tells the caller that this is not all.
                httpContext.Abort();
                return;
            }

            page = more;
        }
    }
}

/// <summary>A list as a table: the names of the columns and how an item fills them.</summary>
internal sealed record CsvTable<T>(string Header, Func<T, string> Row);
