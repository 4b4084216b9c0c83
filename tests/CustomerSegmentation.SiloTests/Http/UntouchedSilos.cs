using System.Collections.Concurrent;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.SiloTests.Http;

/// <summary>
/// Clusters on empty data. To start one takes seconds, and many tests only ask what cannot be answered: a cluster that comes
/// back as it was lent is lent again, any other is stopped behind the back of the next test.
/// </summary>
public sealed class UntouchedSilos : IAsyncDisposable
{
    private readonly List<SiloUnderTest> _free = [];
    private readonly ConcurrentBag<Task> _stopping = [];

    /// <summary>Two silos that know nothing. To dispose them gives them back.</summary>
    public async Task<EngineUnderTest> BorrowAsync(EngineOptions options, TimeProvider time)
    {
        if (TakeFree(options, time) is { } silos)
        {
            return new Borrowed(this, silos);
        }

        var redis = await TestContext.Current.GetFixture<SharedRedis>();
        var postgres = await TestContext.Current.GetFixture<SharedPostgres>();
        return new Borrowed(this, await SiloUnderTest.StartAsync(options, time, redis!, postgres!));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silos in _free)
        {
            await silos.DisposeAsync();
        }

        await Task.WhenAll(_stopping);
    }

    private SiloUnderTest? TakeFree(EngineOptions options, TimeProvider time)
    {
        lock (_free)
        {
            var free = _free.Find(silos => silos.Runs(options, time));
            _free.Remove(free!);
            return free;
        }
    }

    private void GiveBack(SiloUnderTest silos, bool touched)
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

    private sealed class Borrowed(UntouchedSilos lender, SiloUnderTest silos) : EngineUnderTest
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
