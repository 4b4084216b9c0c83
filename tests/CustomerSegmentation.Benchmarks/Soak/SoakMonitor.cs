namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>Looks on beside a soak until it is disposed. A failure of it is the run's, and comes out then at the latest.</summary>
internal sealed class SoakMonitor : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    /// <param name="every">How often.</param>
    /// <param name="look">One look; the token says that it is the end.</param>
    public SoakMonitor(TimeSpan every, Func<CancellationToken, Task> look) => _watching = Task.Run(() => WatchAsync(every, look));

    /// <summary>Whether it met an error.</summary>
    public bool HasFailed => _watching.IsFaulted;

    /// <summary>What an engine that is between two lives answers with.</summary>
    public static bool IsAway(Exception failure, CancellationToken end) =>
        failure is HttpRequestException or IOException or ObjectDisposedException
        || (failure is OperationCanceledException && !end.IsCancellationRequested);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _watching;
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // As it should end.
        }

        _end.Dispose();
    }

    private async Task WatchAsync(TimeSpan every, Func<CancellationToken, Task> look)
    {
        using var timer = new PeriodicTimer(every, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            await look(_end.Token);
        }
    }
}
