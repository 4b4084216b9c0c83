using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;

namespace CustomerSegmentation.Edge.Api.Streaming;

/// <summary>
/// One reader's stream of migrations as server-sent events. It draws from the record at its own pace, so a slow one
/// costs the engine nothing; one that takes nothing for a while is told so and dropped.
/// </summary>
internal sealed class MigrationStream(
    ISegmentationEngine engine, MigrationTail tail, StreamOptions options, TimeProvider time, IHostApplicationLifetime host)
{
    /// <summary>A busy engine commits hundreds of times a second; a reader gets what has gathered meanwhile.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a dropped reader may take to come to its last event; its connection is cut after that.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(30);

    /// <summary>Writes until the reader leaves, is dropped, or the host stops.</summary>
    public async Task RunAsync(HttpContext http, long position, MigrationFilter filter)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold events back
        if (HttpProtocol.IsHttp11(http.Request.Protocol)
            && http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // Kestrel would cut a slow reader off without a word; the timeout is applied here
        }

        try
        {
            await WriteAsync(http, position, filter, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader has left, or the host stops: the stream ends, and whoever reads on says where it stopped.
        }
    }

    private async Task WriteAsync(HttpContext http, long position, MigrationFilter filter, CancellationToken end)
    {
        var body = http.Response.BodyWriter;
        Write(body, $"retry: 2000\nid: {EventId.Of(engine.Record, position)}\n\n");
        var caughtUp = false;
        var pending = true;
        while (true)
        {
            var (frames, through) = await tail.AfterAsync(position, caughtUp, end);
            foreach (var frame in frames)
            {
                if (filter.Matches(frame.Migration))
                {
                    body.Write(frame.Bytes);
                    pending = true;
                }
            }

            var atEnd = through == position;
            (position, caughtUp) = (through, caughtUp || frames.Count < MigrationTail.Most);
            if (pending && !await FlushAsync(body, options.Patience, end))
            {
                await DropAsync(http, position, end);
                return;
            }

            pending = false;
            if (atEnd && !await NewsAsync(position, end))
            {
                // With the place, so that whoever reads on need not pass over all that the filter left out.
                Write(body, $": heartbeat\nid: {EventId.Of(engine.Record, position)}\n\n");
                pending = true;
            }
            else if (caughtUp)
            {
                await Task.Delay(Pace, time, end);
            }
        }
    }

    /// <summary>Whether the record went on before it is time for a heartbeat.</summary>
    private async Task<bool> NewsAsync(long position, CancellationToken end)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(end);
        var news = engine.Record.BeyondAsync(position, enough.Token);
        await Task.WhenAny(news, Task.Delay(options.Heartbeat, time, enough.Token));
        await enough.CancelAsync();
        end.ThrowIfCancellationRequested();
        return news.IsCompletedSuccessfully;
    }

    /// <summary>Whether the reader took enough of what was written for more to be written.</summary>
    private async Task<bool> FlushAsync(PipeWriter body, TimeSpan timeout, CancellationToken end)
    {
        var flush = body.FlushAsync(end);
        if (flush.IsCompletedSuccessfully)
        {
            return true;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(end);
        var flushing = flush.AsTask();
        var first = await Task.WhenAny(flushing, Task.Delay(timeout, time, enough.Token));
        await enough.CancelAsync();
        end.ThrowIfCancellationRequested();
        return first == flushing && (await flushing).IsCompleted is false;
    }

    /// <summary>
    /// The last event comes after what the reader has not taken yet. If it takes all of it now, the stream ends well;
    /// otherwise the connection is cut.
    /// </summary>
    private async Task DropAsync(HttpContext http, long position, CancellationToken end)
    {
        var body = http.Response.BodyWriter;
        Write(body, "event: dropped\ndata: " +
            $$"""{"reason":"slow_reader","detail":"Nothing was read for too long. Connect again with Last-Event-ID to read on.","lastEventId":"{{EventId.Of(engine.Record, position)}}"}"""
            + "\n\n");
        if (!await FlushAsync(body, Farewell, end))
        {
            http.Abort();
        }
    }

    private static void Write(PipeWriter body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
