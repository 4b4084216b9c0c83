using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>The engine's memory, looked at every second from outside, and what it says of itself under <c>/metrics</c>.</summary>
internal sealed class SoakVitals : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Vitals> _taken = new();
    private readonly SoakEngine _engine;
    private readonly Func<long> _orders;
    private readonly SoakMonitor _watch;

    /// <param name="engine">Whose.</param>
    /// <param name="orders">How many orders the shop has confirmed by now.</param>
    public SoakVitals(SoakEngine engine, Func<long> orders)
    {
        (_engine, _orders) = (engine, orders);
        _watch = new(Second, LookAsync);
    }

    public IReadOnlyCollection<Vitals> Taken => _taken;

    /// <summary>The sum of a metric's series, as a host shows it; null when it cannot be asked.</summary>
    public static async Task<double?> MetricAsync(SoakEngine engine, string name, CancellationToken cancellation = default)
    {
        try
        {
            return engine.Life is { } life
                ? Sum(await life.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellation), name)
                : null;
        }
        catch (Exception gone) when (SoakMonitor.IsAway(gone, cancellation))
        {
            return null; // between two lives
        }
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private async Task LookAsync(CancellationToken end)
    {
        if (await MetricAsync(_engine, "dotnet_gc_last_collection_heap_size_bytes", end) is { } heap
            && _engine.Life is { } life && Resident(life.Id) is { } resident)
        {
            _taken.Enqueue(new(Stopwatch.GetTimestamp(), resident, heap, _orders()));
        }
    }

    private static double Sum(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ')
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    /// <summary>Physical memory in use, in bytes; null when the process has gone.</summary>
    private static double? Resident(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? null : 1024 * double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>One look.</summary>
/// <param name="At">Timestamp.</param>
/// <param name="Resident">Physical memory of the process, in bytes.</param>
/// <param name="Heap">Managed heap after the last collection of any kind, in bytes.</param>
/// <param name="Orders">Orders that the broker had confirmed, those of the past included.</param>
internal readonly record struct Vitals(long At, double Resident, double Heap, long Orders);
