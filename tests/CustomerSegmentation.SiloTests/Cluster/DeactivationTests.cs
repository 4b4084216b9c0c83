using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;
using Orleans.Runtime;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>Customers whom nobody asks about are not in memory, and whoever looks at everyone does not wake them.</summary>
public sealed class DeactivationTests(SharedRedis redis, SharedPostgres postgres) : IAsyncLifetime
{
    private const int Customers = 300;

    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Day0.AddDays(20));
    private SiloUnderTest _silos = null!;

    public async ValueTask InitializeAsync()
    {
        _silos = await SiloUnderTest.StartAsync(
            new() { MinimumCustomersToFit = 50 }, _time, redis, postgres, silo => silo with { SweepEvery = TimeSpan.FromDays(1) });

        // A third each of three kinds that no model mistakes for one another.
        await _silos.Engine.RecordAsync([.. Enumerable.Range(0, Customers).SelectMany(i => Enumerable.Range(0, 1 + (i % 3 * 4)).Select(n =>
            new PurchaseEvent($"{i}-{n}", PurchaseEventType.Purchase, $"C{i}", $"{i}-{n}", Day0.AddDays(19 - (i % 3 * 5)).AddMinutes(i), 20 * (1 + (i % 3 * 10)))))]);
    }

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task Nobody_is_woken_by_counting_listing_or_looking_ahead_or_by_a_sweep_that_moves_nobody()
    {
        await SleepAsync();
        _time.Move(TimeSpan.FromHours(1));

        (await _silos.Engine.SegmentsAsync()).Customers.ShouldBe(Customers);
        (await _silos.Engine.MembersAsync("potential-loyalist", cursor: null, 1_000)).ShouldNotBeNull();
        (await _silos.Engine.LeavingAsync("potential-loyalist", TimeSpan.FromDays(300), cursor: null, 1_000)).ShouldNotBeNull();
        await _silos.Engine.OutlookAsync(new([30, 60], TimeSpan.FromDays(90)));
        await _silos.SweptAsync();
        await _silos.Engine.FitAsync(new(K: 3));

        (await AwakeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_publication_wakes_those_whom_it_moves_and_no_others()
    {
        var three = await _silos.Engine.FitAsync(new(K: 3, Publish: true));
        await SleepAsync();
        var two = await _silos.Engine.FitAsync(new(K: 2));
        two.Preview.Moved.ShouldBeInRange(1, Customers - 1);

        await _silos.Engine.PublishAsync(two.Model.Model.Version);

        (await AwakeAsync()).ShouldBe((int)two.Preview.Moved);
        var view = await _silos.Engine.SegmentsAsync();
        (view.ModelVersion, view.Customers, view.Segments.Sum(size => size.Customers)).ShouldBe((2, Customers, Customers));
        (await _silos.Engine.ReportAsync(new MatrixReport(Day0, _silos.Engine.Now))).Customers.ShouldBe(Customers);

        // Those who slept through it are found under the model in force, in the segment they were in.
        var stayed = three.Model.Model.Segments.Select(segment => segment.Id).Intersect(two.Model.Model.Segments.Select(segment => segment.Id));
        stayed.ShouldNotBeEmpty();
        for (var i = 0; i < Customers; i++)
        {
            var customer = (await _silos.Engine.FindCustomerAsync($"C{i}")).ShouldNotBeNull();
            customer.Segment.ShouldNotBeNull().ModelVersion.ShouldBe(2);
            var history = (await _silos.Engine.MigrationsAsync(new($"C{i}"))).Items;
            history[0].To.ShouldBe(customer.Segment.Id);
            history.Select(migration => migration.Sequence).ShouldBe(Enumerable.Range(1, history.Count).Reverse());
        }
    }

    [Fact]
    public async Task Who_slept_through_a_publication_goes_on_from_where_they_are()
    {
        await _silos.Engine.FitAsync(new(K: 3, Publish: true));
        await SleepAsync();
        await _silos.Engine.FitAsync(new(K: 3, Seed: 9, Publish: true));
        (await AwakeAsync()).ShouldBe(0);
        var before = (await _silos.Engine.MigrationsAsync(new("C1"))).Items;

        await _silos.Engine.RecordAsync([new("late", PurchaseEventType.Purchase, "C1", "late", _time.GetUtcNow(), 1)]);

        var after = (await _silos.Engine.MigrationsAsync(new("C1"))).Items;
        after.ShouldAllBe(migration => migration.ModelVersion <= 2);
        after.TakeLast(before.Count).ShouldBe(before);
        after.Select(migration => migration.Sequence).ShouldBe(Enumerable.Range(1, after.Count).Reverse());
    }

    /// <summary>Every customer leaves memory, as after a long time in which nobody asked for them.</summary>
    private async Task SleepAsync()
    {
        var management = _silos.Grains.GetGrain<IManagementGrain>(0);
        do
        {
            await management.ForceActivationCollection(TimeSpan.Zero);
        }
        while (await AwakeAsync() > 0);
    }

    private async Task<int> AwakeAsync() => (await _silos.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics())
        .Count(one => one.GrainType.Contains("CustomerGrain", StringComparison.Ordinal));
}
