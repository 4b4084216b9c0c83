using CustomerSegmentation.Client;
using CustomerSegmentation.EngineContract;

namespace CustomerSegmentation.SiloTests.Clients;

public sealed class ClusterClientTests : ClientContract
{
    private protected override ISegmentationClient ClientOf(ClientHosts hosts) => hosts.OverCluster;
}

public sealed class HttpClientTests : ClientContract
{
    private protected override ISegmentationClient ClientOf(ClientHosts hosts) => hosts.OverHttp;

    [Fact]
    public async Task A_key_that_is_not_known_is_refused_with_its_code()
    {
        using var http = new HttpClient { BaseAddress = Hosts.Address };

        var refused = await Should.ThrowAsync<SegmentationException>(() => new HttpSegmentationClient(http).SegmentsAsync());

        (refused.Code, refused.IsTransient).ShouldBe((ErrorCodes.Unauthorized, false));
        refused.Message.ShouldContain("X-Api-Key");
    }

    [Fact]
    public async Task What_answers_and_is_no_engine_is_told_from_one()
    {
        using var http = new HttpClient { BaseAddress = new(Hosts.Address, "no/engine/") };
        http.DefaultRequestHeaders.Add("X-Api-Key", ClientHosts.Key);

        var unknown = await Should.ThrowAsync<SegmentationException>(() => new HttpSegmentationClient(http).FindCustomerAsync("C-1"));

        unknown.Code.ShouldBe("unknown_route");
    }
}

/// <summary>What a client promises, whichever way it is connected.</summary>
public abstract class ClientContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Day(100));

    private protected ClientHosts Hosts { get; private set; } = null!;

    private ISegmentationClient Client => ClientOf(Hosts);

    private protected abstract ISegmentationClient ClientOf(ClientHosts hosts);

    public async ValueTask InitializeAsync() => Hosts = await ClientHosts.StartAsync(_time);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Hosts is not null)
        {
            await Hosts.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_purchase_gives_a_customer_figures_a_segment_and_a_next_change()
    {
        (await Client.RecordAsync(Bought("C/1 ü", "O-1", day: 90, 59.90m))).Recorded.ShouldBe(1);

        var customer = (await Client.FindCustomerAsync("C/1 ü")).ShouldNotBeNull();

        (customer.CustomerId, customer.AsOf, customer.RecencyDays).ShouldBe(("C/1 ü", Day(100), 10));
        (customer.Frequency, customer.Monetary, customer.Currency).ShouldBe((1, 59.90m, "EUR"));
        (customer.FirstPurchaseAt, customer.LastPurchaseAt).ShouldBe((Day(90), Day(90)));
        var segment = customer.Segment.ShouldNotBeNull();
        (segment.Cause, segment.ModelVersion, segment.Since).ShouldBe((MigrationCause.Purchase, 0, Day(90)));
        segment.Name.ShouldNotBeNullOrEmpty();
        customer.Next.ShouldNotBeNull().At.ShouldBeGreaterThan(Day(100));
        var migration = (await Client.HistoryAsync("C/1 ü").ToListAsync()).ShouldHaveSingleItem();
        (migration.From, migration.To?.Id, migration.EventId, migration.Monetary).ShouldBe((null, segment.Id, "O-1-e", 59.90m));
    }

    [Fact]
    public async Task Who_was_never_heard_of_has_no_figures_and_no_history_and_cannot_be_erased()
    {
        (await Client.FindCustomerAsync("nobody")).ShouldBeNull();
        (await Client.HistoryAsync("nobody").ToListAsync()).ShouldBeEmpty();
        (await Client.EraseCustomerAsync("nobody")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_erased_customer_is_gone()
    {
        await Client.RecordAsync([Bought("C-1", "O-1", 90, 60), Bought("C-2", "O-2", 90, 60)]);

        (await Client.EraseCustomerAsync("C-1")).ShouldBeTrue();

        (await Client.FindCustomerAsync("C-1")).ShouldBeNull();
        (await Client.HistoryAsync("C-1").ToListAsync()).ShouldBeEmpty();
        var segments = await Client.SegmentsAsync();
        (segments.Customers, segments.Lapsed, segments.Segments.Sum(segment => segment.Customers)).ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task Of_more_events_than_travel_at_once_every_refused_one_bears_its_place_in_the_call()
    {
        var events = Enumerable.Range(0, 2_500).Select(i => Bought($"C-{i % 300}", $"O-{i}", 90, 1 + (i % 7))).ToList();
        foreach (var bad in new[] { 3, 1_200, 2_499 })
        {
            events[bad] = events[bad] with { Amount = -1 };
        }

        var receipt = await Client.RecordAsync(events);

        (receipt.Recorded, receipt.Duplicates).ShouldBe((2_497, 0));
        receipt.Refused.Select(e => (e.Index, e.EventId, e.Code)).ShouldBe(
            [(3, "O-3-e", "invalid_amount"), (1_200, "O-1200-e", "invalid_amount"), (2_499, "O-2499-e", "invalid_amount")]);
        receipt.Refused.ShouldAllBe(e => e.Reason.Length > 10);
        (await Client.RecordAsync(events)).Duplicates.ShouldBe(2_497);
        (await Client.SegmentsAsync()).Customers.ShouldBe(300);
    }

    [Fact]
    public async Task Migrations_come_newest_first_each_once_however_small_the_pages_and_whoever_buys_meanwhile()
    {
        await Client.RecordAsync(Enumerable.Range(0, 250).Select(i => Bought($"C-{i}", $"O-{i}", 50 + (i / 10.0), 60)));
        var seen = new List<Migration>();

        await foreach (var migration in Client.MigrationsAsync(new() { PageSize = 20, Cause = MigrationCause.Purchase }))
        {
            seen.Add(migration);
            if (seen.Count % 50 == 0)
            {
                await Client.RecordAsync([.. Enumerable.Range(0, 10).Select(i => Bought($"N-{seen.Count}-{i}", $"N-{seen.Count}-{i}", 99, 60))]);
            }
        }

        seen.Select(migration => migration.CustomerId).ShouldBe(Enumerable.Range(0, 250).Reverse().Select(i => $"C-{i}"));
        (await Client.MigrationsAsync(new() { From = Day(60), To = Day(61) }).ToListAsync()).Count.ShouldBe(10);
        (await Client.MigrationsAsync(new() { Cause = MigrationCause.Refit }).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_that_is_left_early_asks_for_no_more_and_one_that_is_given_up_ends()
    {
        await Client.RecordAsync(Enumerable.Range(0, 30).Select(i => Bought($"C-{i}", $"O-{i}", 90, 60)));
        using var enough = new CancellationTokenSource();

        (await Client.MigrationsAsync(new() { PageSize = 10 }).Take(3).ToListAsync()).Count.ShouldBe(3);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var migration in Client.MigrationsAsync(new() { PageSize = 10 }).WithCancellation(enough.Token))
            {
                await enough.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task What_makes_no_sense_is_said_before_or_by_the_engine()
    {
        await Should.ThrowAsync<ArgumentException>(() => Client.FindCustomerAsync(""));
        Should.Throw<ArgumentOutOfRangeException>(() => Client.MigrationsAsync(new() { PageSize = 1_001 }));

        var reversed = await Should.ThrowAsync<SegmentationException>(
            () => Client.MigrationsAsync(new() { From = Day(2), To = Day(1) }).ToListAsync().AsTask());

        (reversed.Code, reversed.IsTransient).ShouldBe((ErrorCodes.InvalidTime, false));
        reversed.Message.ShouldBe("from must not be later than to.");
    }

    [Fact]
    public async Task Where_nobody_answers_any_more_that_is_what_is_said_and_that_it_may_pass()
    {
        await Client.SegmentsAsync();
        await Hosts.StopAsync();

        var away = await Should.ThrowAsync<SegmentationException>(() => Client.SegmentsAsync());

        (away.Code, away.IsTransient).ShouldBe((ErrorCodes.Unreachable, true));
    }

    private static DateTimeOffset Day(double day) => Day0.AddDays(day);

    private static PurchaseEvent Bought(string customer, string order, double day, decimal amount) =>
        new($"{order}-e", customer, order, Day(day), amount);
}
