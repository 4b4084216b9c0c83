using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>A review that a reminder asks for runs beside the grain's calls.</summary>
public sealed class ReminderTests(SharedRedis redis, SharedPostgres postgres) : IAsyncLifetime
{
    private const int Customers = 120;

    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Day0);
    private SiloUnderTest _silos = null!;

    private IRetrainingGrain Retraining => _silos.Grains.GetGrain<IRetrainingGrain>(0);

    private int Versions => _silos.Services.GetRequiredService<SiloModels>().Registry.Versions.Count;

    public async ValueTask InitializeAsync()
    {
        _silos = await SiloUnderTest.StartAsync(
            new() { MinimumCustomersToFit = 50, Refit = new() { Every = TimeSpan.FromDays(7) } },
            _time, redis, postgres, silo => silo with { SweepEvery = TimeSpan.FromDays(1) });
        await _silos.Engine.RecordAsync([.. Enumerable.Range(0, Customers).SelectMany(i => Enumerable.Range(0, 1 + (i % 3 * 4)).Select(n =>
            new PurchaseEvent($"{i}-{n}", PurchaseEventType.Purchase, $"C{i}", $"{i}-{n}", Day0.AddDays(-60 + (i % 3 * 5)).AddMinutes(i), 20 * (1 + (i % 3 * 10)))))]);
        await _silos.Engine.FitAsync(new(K: 3, Publish: true));
    }

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task A_reminder_is_answered_at_once_and_a_second_one_begins_no_second_review()
    {
        var before = Versions;
        _time.Move(TimeSpan.FromDays(8));
        using var open = new ManualResetEventSlim();
        var held = HoldLedgersAsync(open); // so the review, which keeps its candidate, cannot end
        try
        {
            await RemindAsync();
            await RemindAsync();
            await Retraining.StartAsync();

            var after = Retraining.ReviewAsync(); // whoever wants to know waits for the one that runs
            after.IsCompleted.ShouldBeFalse();
            Versions.ShouldBe(before);
            open.Set();
            await after;
        }
        finally
        {
            open.Set();
            await held;
        }

        await _silos.SweptAsync();
        Versions.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_fit_that_is_asked_for_during_a_review_comes_after_it()
    {
        var before = Versions;
        _time.Move(TimeSpan.FromDays(8));
        using var open = new ManualResetEventSlim();
        var held = HoldLedgersAsync(open);
        await RemindAsync();
        var fit = _silos.Engine.FitAsync(new(K: 2));
        fit.IsCompleted.ShouldBeFalse();

        open.Set();
        await held;

        (await fit).Model.Model.Segments.Count.ShouldBe(2);
        Versions.ShouldBe(before + 2);
    }

    [Fact]
    public async Task A_fit_whose_caller_gives_up_is_given_up_by_the_grain_too()
    {
        var before = Versions;
        _time.Move(TimeSpan.FromDays(8));
        using var open = new ManualResetEventSlim();
        using var enough = new CancellationTokenSource();
        var held = HoldLedgersAsync(open);
        await RemindAsync();
        var fit = _silos.Engine.FitAsync(new(K: 2), enough.Token);

        await enough.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(fit);
        open.Set();
        await held;
        await _silos.SweptAsync(); // comes after whatever the grain has still to do
        Versions.ShouldBe(before + 1, "the review's");
    }

    private Task RemindAsync() => Retraining.AsReference<IRemindable>().ReceiveReminder("review", default);

    /// <summary>Nothing goes on record in any silo until it is opened.</summary>
    private Task<long[]> HoldLedgersAsync(ManualResetEventSlim open) => Task.WhenAll(_silos.ServicesOfAll.Select(
        services => services.GetRequiredService<LedgerQueue>().WriteAsync(_ => open.Wait())));
}
