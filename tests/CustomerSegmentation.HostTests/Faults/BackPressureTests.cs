using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>However fast events come and however slow the disk is, memory stays within bounds.</summary>
public abstract class BackPressureTests
{
    private const int Producers = 8;
    private const int EventsInFlight = 5_000;

    /// <summary>
    /// What may grow: the events in flight (some 500 bytes each), what sockets and pipes hold, and the heap's own slack.
    /// Without a bound the producers would send this much in about a second.
    /// </summary>
    private const long MaxGrowth = 150L << 20;

    /// <summary>Sockets of Linux hold up to 6 MB each, at 150 bytes an event; far more than pipes and lots do.</summary>
    private const int MaxSent = Producers * 60_000;

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task Fast_producers_stand_still_while_the_disk_is_full()
    {
        using var disk = SmallDisk.Mount(megabytes: 256);
        await using var host = await Host.StartAsync(
            disk.Data, "--EventsInFlight", EventsInFlight.ToString(CultureInfo.InvariantCulture), "--RecordTimeout", "5m");
        disk.Fill();
        using var enough = new CancellationTokenSource();
        var before = host.WorkingSet;

        var streams = Enumerable.Range(0, Producers).Select(number => new EndlessLines(number, enough.Token)).ToArray();
        using var patient = new HttpClient { BaseAddress = host.Http.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        var calls = streams.Select(stream => patient.PostAsync(new Uri("/api/v1/events", UriKind.Relative), stream)).ToArray();
        await Eventually.TrueAsync(
            async () => (await host.HealthAsync()).Status == HttpStatusCode.ServiceUnavailable, "the full disk noticed");
        await StandStillAsync(() => streams.Sum(stream => stream.Sent));

        var sent = streams.Sum(stream => stream.Sent);
        sent.ShouldBeInRange(EventsInFlight, MaxSent);
        (await QueuedAsync(host)).ShouldBeInRange(1, EventsInFlight);
        (host.WorkingSet - before).ShouldBeLessThan(MaxGrowth);

        disk.MakeRoom();
        await Eventually.TrueAsync(() => streams.Sum(stream => stream.Sent) > sent, "events flowing again");
        await enough.CancelAsync();
        var answers = await Task.WhenAll(calls);
        long recorded = 0;
        foreach (var answer in answers)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            recorded += (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("recorded").GetInt64();
        }

        recorded.ShouldBe(streams.Sum(stream => stream.Sent));
        (await QueuedAsync(host)).ShouldBe(0);
    }

    /// <summary>Returns once a figure has not changed for fifty looks, about a second.</summary>
    private static async Task StandStillAsync(Func<long> figure)
    {
        var seen = -1L;
        var looks = 0;
        await Eventually.TrueAsync(
            () =>
            {
                looks = figure() == seen ? looks + 1 : 0;
                seen = figure();
                return looks == 50;
            },
            "the producers standing still");
    }

    /// <summary>Events that the engine has accepted and not yet made durable, as it reports them.</summary>
    private static async Task<int> QueuedAsync(HostProcess host)
    {
        var metrics = await host.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = metrics.Split('\n').Single(line => line.StartsWith("segmentation_queue", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[1]);
    }

    /// <summary>One event a line, all different, for as long as somebody reads.</summary>
    private sealed class EndlessLines : HttpContent
    {
        private readonly int _producer;
        private readonly CancellationToken _enough;
        private long _sent;

        public EndlessLines(int producer, CancellationToken enough)
        {
            (_producer, _enough) = (producer, enough);
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        /// <summary>Events that left.</summary>
        public long Sent => Interlocked.Read(ref _sent);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            while (!_enough.IsCancellationRequested)
            {
                var lines = new StringBuilder();
                for (var i = 0; i < 100; i++)
                {
                    lines.Append(CultureInfo.InvariantCulture,
                        $$"""{"eventId":"E-{{_producer}}-{{_sent + i}}","customerId":"C-{{i}}","orderId":"O-{{i}}","occurredAt":"2024-05-05T10:15:00Z","amount":1}""")
                        .Append('\n');
                }

                await stream.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), CancellationToken.None);
                await stream.FlushAsync(CancellationToken.None);
                Interlocked.Add(ref _sent, 100);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
