using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>
/// People who ask for customers all the time, of whichever silos serve, and a load balancer that asks those whether they are ready.
/// </summary>
internal sealed class Callers : IAsyncDisposable
{
    private const int AtOnce = 4;

    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly Task _calling;
    private int _answers;
    private long _slowest;

    /// <summary>Begins to ask.</summary>
    public Callers(SiloCluster cluster, IReadOnlyList<string> ids, int seed) =>
        _calling = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(caller => Task.Run(() => CallAsync(cluster, ids, new(seed + caller)))));

    /// <summary>Ends it. Everybody was answered, within a time.</summary>
    public async Task WereAllAnsweredAsync(TimeSpan within)
    {
        await _enough.CancelAsync();
        await _calling;
        _failures.ShouldBeEmpty($"beside {_answers} answers, the slowest in {TimeSpan.FromTicks(_slowest)}");
        _answers.ShouldBeGreaterThan(0);
        TimeSpan.FromTicks(_slowest).ShouldBeLessThan(within, $"of {_answers} answers");
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _calling;
        _enough.Dispose();
    }

    private async Task CallAsync(SiloCluster cluster, IReadOnlyList<string> ids, Random random)
    {
        while (!_enough.IsCancellationRequested)
        {
            var question = random.Next(8) == 0 ? "/health/ready" : $"/api/v1/customers/{ids[random.Next(ids.Count)]}";
            var asked = Stopwatch.GetTimestamp();
            try
            {
                using var response = await cluster.Any().GetAsync(new Uri(question, UriKind.Relative));
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref _answers);
                }
                else
                {
                    _failures.Enqueue($"{question}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                _failures.Enqueue($"{question}: {failure.Message}");
            }

            var took = Stopwatch.GetElapsedTime(asked).Ticks;
            for (var slowest = Volatile.Read(ref _slowest);
                took > slowest && Interlocked.CompareExchange(ref _slowest, took, slowest) is var was && was != slowest;
                slowest = was)
            {
                // Another caller was slower meanwhile.
            }
        }
    }
}
