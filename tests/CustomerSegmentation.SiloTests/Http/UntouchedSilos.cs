using System.Collections.Concurrent;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.SiloTests.Contract;

namespace CustomerSegmentation.SiloTests.Http;

/// <summary>
/// Silos on empty files. To start one takes seconds, and many tests only ask what cannot be answered: a silo that comes
/// back as it was lent is lent again, any other is stopped behind the back of the next test.
/// </summary>
public sealed class UntouchedSilos : IAsyncDisposable
{
    private readonly List<FileSiloUnderTest> _free = [];
    private readonly ConcurrentBag<Task> _stopping = [];

    /// <summary>A silo on a file that knows nothing. To dispose it gives it back.</summary>
    public async Task<EngineUnderTest> BorrowAsync(EngineOptions options, TimeProvider time)
    {
        if (TakeFree(options, time) is { } silos)
        {
            return new Borrowed(this, silos);
        }

        return new Borrowed(this, await FileSiloUnderTest.StartAsync(options, time));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silos in _free)
        {
            await silos.DisposeAsync();
        }

        await Task.WhenAll(_stopping);
    }

    private FileSiloUnderTest? TakeFree(EngineOptions options, TimeProvider time)
    {
        lock (_free)
        {
            var free = _free.Find(silos => silos.Runs(options, time));
            _free.Remove(free!);
            return free;
        }
    }

    private void GiveBack(FileSiloUnderTest silos, bool touched)
    {
        if (touched)
        {
            _stopping.Add(Task.Run(async () => await silos.DisposeAsync()));
            return;
        }

        lock (_free)
        {
            _free.Add(silos);
        }
    }

    private sealed class Borrowed(UntouchedSilos lender, FileSiloUnderTest silos) : EngineUnderTest
    {
        private readonly WatchedEngine _watched = WatchedEngine.Of(silos.Engine);

        public override ISegmentationEngine Engine => (ISegmentationEngine)(object)_watched;

        public override Task RestartAsync(EngineOptions? options = null) => throw new NotSupportedException("The HTTP suite restarts no engine.");

        public override Task SweptAsync() => silos.SweptAsync();

        public override ValueTask DisposeAsync()
        {
            lender.GiveBack(silos, _watched.IsTouched);
            return ValueTask.CompletedTask;
        }
    }
}
