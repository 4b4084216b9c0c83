using System.Collections.Concurrent;
using System.Diagnostics;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Asks for new customers until the engine knows them, and notes how long after the sending that was.</summary>
internal sealed class Probes
{
    private readonly ConcurrentQueue<(string Customer, long At)> _sent = new();
    private readonly List<double> _milliseconds = [];
    private readonly Func<string, Task<CustomerView?>> _find;
    private readonly Task _watching;
    private volatile bool _ended;

    public Probes(Func<string, Task<CustomerView?>> find, TimeSpan every)
    {
        _find = find;
        _watching = Task.Run(() => WatchAsync(every));
    }

    /// <summary>Their first event is being sent now.</summary>
    public void Sent(string customer) => _sent.Enqueue((customer, Stopwatch.GetTimestamp()));

    /// <summary>Returns once every customer was seen: milliseconds from sending.</summary>
    public async Task<Samples> AllAsync()
    {
        _ended = true;
        await _watching;
        return new(_milliseconds);
    }

    private async Task WatchAsync(TimeSpan every)
    {
        using var timer = new PeriodicTimer(every, TimeProvider.System);
        while (await timer.WaitForNextTickAsync())
        {
            var ended = _ended;
            for (var left = _sent.Count; left > 0 && _sent.TryDequeue(out var probe); left--)
            {
                if (await _find(probe.Customer) is { Rfm.Frequency: 1 })
                {
                    _milliseconds.Add(Stopwatch.GetElapsedTime(probe.At).TotalMilliseconds);
                }
                else
                {
                    _sent.Enqueue(probe);
                }
            }

            if (ended && _sent.IsEmpty)
            {
                return;
            }
        }
    }
}
