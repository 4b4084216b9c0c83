using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.SiloTests.Replays;

/// <summary>
/// A history replayed under the event clock gives one record: whichever host replays it, however it is cut, however long each step of it takes
/// and however often somebody looks whether the stream is idle; with publications and reviews in the middle.
/// </summary>
public sealed class ReplayTests(SharedRedis redis, SharedPostgres postgres)
{
    private const int Cuts = 10; // for each way to publish: twenty in all, on both hosts

    [Theory]
    [InlineData(RefitPublish.Approve)]
    [InlineData(RefitPublish.Auto)]
    public async Task The_lanes_write_one_record(RefitPublish publish)
    {
        var history = new History(publish, customers: 150);
        var expected = await WithLanesAsync(history, seed: 0);

        // What makes the comparison worth something: every cause but corrections, models of reviews and of people, thousands of lines.
        expected.Migrations.Count.ShouldBeGreaterThan(1_000);
        expected.Causes.ShouldBe([MigrationCause.Purchase, MigrationCause.Refund, MigrationCause.Decay, MigrationCause.Refit], ignoreOrder: true);
        expected.Models.Count.ShouldBeGreaterThan(3);
        for (var seed = 1; seed <= Cuts; seed++)
        {
            (await WithLanesAsync(history, seed)).ShouldBeLike(expected, $"lanes, cut {seed}");
        }
    }

    [Fact]
    public async Task Lanes_that_are_ahead_of_each_other_in_a_long_call_write_one_record()
    {
        var history = new History(publish: null, customers: 1_500);
        var expected = await WithLanesAsync(history, seed: 0);
        expected.Causes.ShouldBe([MigrationCause.Purchase, MigrationCause.Refund, MigrationCause.Decay], ignoreOrder: true);
        for (var seed = 1; seed <= Cuts; seed++)
        {
            (await WithLanesAsync(history, seed)).ShouldBeLike(expected, $"lanes, cut {seed}");
        }
    }

    [Theory]
    [InlineData(RefitPublish.Approve)]
    [InlineData(RefitPublish.Auto)]
    public async Task A_silo_writes_the_record_of_the_lanes(RefitPublish publish)
    {
        var history = new History(publish, customers: 150);
        var expected = await WithLanesAsync(history, seed: 0);
        for (var seed = 1; seed <= Cuts; seed++)
        {
            (await WithSiloAsync(history, seed)).ShouldBeLike(expected, $"silo, cut {seed}");
        }
    }

    [Fact]
    public async Task Two_silos_write_the_record_of_the_lanes()
    {
        var history = new History(RefitPublish.Approve, customers: 150);
        var expected = await WithLanesAsync(history, seed: 0);
        for (var seed = 1; seed <= 2; seed++)
        {
            await using var silos = await SiloUnderTest.StartAsync(
                history.Options, new ManualTime(History.End), redis, postgres, Restless(seed), services: Delayed(seed));
            (await history.ReplayAsync(silos, seed)).ShouldBeLike(expected, $"two silos, cut {seed}");
        }
    }

    private static async Task<Replay> WithLanesAsync(History history, int seed)
    {
        var time = new ManualTime(History.End);
        await using var lanes = new LanesUnderTest(history.Options, new() { Lanes = 1 + (seed % 5), SweepEvery = TimeSpan.FromSeconds(1) }, time);
        await using var restless = seed == 0 ? null : Restlessness.Of(time, seed);
        return await history.ReplayAsync(lanes, seed);
    }

    private static async Task<Replay> WithSiloAsync(History history, int seed)
    {
        await using var silo = await FileSiloUnderTest.StartAsync(
            history.Options, new ManualTime(History.End), Restless(seed), services: Delayed(seed));
        return await history.ReplayAsync(silo, seed);
    }

    private static Func<Silo.SiloOptions, Silo.SiloOptions> Restless(int seed) =>
        options => options with { Shards = 1 + (seed % 4), SweepEvery = TimeSpan.FromMilliseconds(5 + (seed % 20)) };

    private static Action<IServiceCollection> Delayed(int seed) =>
        services => services.AddSingleton<IIncomingGrainCallFilter>(new RandomDelays(seed));

    /// <summary>Lets a second pass on the wall again and again, so that somebody looks whether the stream is idle all the time.</summary>
    private sealed class Restlessness(ManualTime time, int seed) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private Task _running = Task.CompletedTask;

        public static Restlessness Of(ManualTime time, int seed)
        {
            var restless = new Restlessness(time, seed);
            restless._running = Task.Run(restless.RunAsync);
            return restless;
        }

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _running;
            _stopping.Dispose();
        }

        private async Task RunAsync()
        {
            var random = new Random(seed);
            while (!_stopping.IsCancellationRequested)
            {
                time.Move(TimeSpan.FromSeconds(1));
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(4)), TimeProvider.System);
            }
        }
    }

    /// <summary>
    /// Holds calls of grains up for up to some milliseconds each. Only what a shard hears one way is not held up: a silo alone relies on such
    /// messages coming before calls that are made after them, as Orleans delivers them.
    /// </summary>
    private sealed class RandomDelays(int seed) : IIncomingGrainCallFilter
    {
        private readonly Random _random = new(seed);

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceMethod?.Name != "HearAsync" && context.InterfaceName.Contains("Segmentation", StringComparison.OrdinalIgnoreCase))
            {
                int pause;
                lock (_random)
                {
                    pause = _random.Next(12) == 0 ? _random.Next(6) : 0;
                }

                if (pause > 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System);
                }
            }

            await context.Invoke();
        }
    }

    /// <summary>The lanes in a folder of their own.</summary>
    private sealed class LanesUnderTest : EngineUnderTest
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("segmentation-");
        private readonly EmbeddedEngine _engine;

        public LanesUnderTest(EngineOptions options, EmbeddedOptions lanes, TimeProvider time) =>
            _engine = EmbeddedEngine.Start(options, lanes with { Data = _folder.FullName }, time, NullLogger.Instance);

        public override ISegmentationEngine Engine => _engine;

        public override Task RestartAsync(EngineOptions? options = null) => throw new NotSupportedException();

        public override Task SweptAsync() => _engine.SweptAsync();

        public override async ValueTask DisposeAsync()
        {
            await _engine.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }
}
