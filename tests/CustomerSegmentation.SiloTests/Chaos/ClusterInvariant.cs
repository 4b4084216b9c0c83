using CustomerSegmentation.Engine;
using CustomerSegmentation.HostTests.Faults;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>
/// What every bad day must leave standing: the cluster is where an embedded engine is that was told the same and to which
/// nothing happened.
/// </summary>
internal static class ClusterInvariant
{
    private const int MaxShown = 5;

    private static readonly TimeSpan FarAway = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250); // looking costs what the silos need

    /// <summary>Returns once every event is on record; fails if that takes too long, or if there are more.</summary>
    public static async Task KnowsAllAsync(this SiloCluster cluster, Shop shop)
    {
        long expected = shop.History.Count + shop.Happened.Count;
        long? recorded = null;
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    await Task.Delay(BetweenLooks, TimeProvider.System);
                    return (recorded = await cluster.RecordedAsync()) >= expected;
                },
                "every event on record");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{recorded} of {expected} events are on record.", late);
        }

        recorded.ShouldBe(expected);
    }

    /// <summary>Nothing waits, nothing was refused, and the cluster stands as an engine to which nothing happened.</summary>
    public static async Task StandsUndisturbedAsync(this SiloCluster cluster, Shop shop, ChaosServers servers, DateTimeOffset streamed)
    {
        await servers.Broker.DrainedAsync();
        (await servers.Broker.RefusedAsync()).ShouldBe(0u);
        var ids = shop.History.Concat(shop.Happened).Select(e => e.CustomerId).Distinct().ToList();
        var customers = await cluster.CustomersAsync(ids);
        var steps = await cluster.SweptAsync(customers);
        var now = TimeProvider.System.GetUtcNow();
        await using var undisturbed = await ReferenceRun.OfAsync(shop, now);

        await SameCustomersAsync(customers, undisturbed);
        WholeHistories(customers, steps, shop, streamed);
        await SameHistoriesAsync(steps, customers, shop, undisturbed);
        await SameSizesAsync(cluster, undisturbed);
        await SameMatrixAsync(cluster, undisturbed, shop.BeforeTheHour, now);
        (await cluster.RecordedAsync()).ShouldBe(shop.History.Count + shop.Happened.Count);
    }

    /// <summary>
    /// Every migration, once a sweep has put on record what time has changed by now; after a while as they are, for the
    /// assertion to tell what is wrong with them.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, Step[]>> SweptAsync(
        this SiloCluster cluster, IReadOnlyDictionary<string, CustomerQueries> customers)
    {
        var steps = await cluster.StepsAsync();
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    if (customers.All(customer => steps.GetValueOrDefault(customer.Key)?[^1].To == customer.Value.Figures.Segment))
                    {
                        return true;
                    }

                    await Task.Delay(BetweenLooks, TimeProvider.System);
                    steps = await cluster.StepsAsync();
                    return false;
                },
                "histories that end where the customers are");
        }
        catch (TimeoutException)
        {
            // The assertion says more.
        }

        return steps;
    }

    private static async Task SameCustomersAsync(IReadOnlyDictionary<string, CustomerQueries> customers, ReferenceRun undisturbed)
    {
        var different = new List<string>();
        foreach (var (id, customer) in customers)
        {
            var expected = Of((await undisturbed.Engine.FindCustomerAsync(id))!);
            if (customer.Figures != expected)
            {
                different.Add($"{id}: {customer.Figures}, and undisturbed {expected}");
            }
        }

        Shown(different).ShouldBeEmpty($"{different.Count} of {customers.Count} customers are elsewhere");
        customers.Values.ShouldAllBe(customer => customer.NextIn == null || customer.NextIn > FarAway);
    }

    /// <summary>Numbered without gap, each step from where the last one led, at the moment of its event or, if late, when it was told.</summary>
    private static void WholeHistories(
        IReadOnlyDictionary<string, CustomerQueries> customers, IReadOnlyDictionary<string, Step[]> steps, Shop shop, DateTimeOffset streamed)
    {
        steps.Keys.ShouldBeSubsetOf(customers.Keys);
        var times = shop.History.Concat(shop.Happened).ToDictionary(e => e.EventId, e => e.OccurredAt);
        var broken = new List<string>();
        foreach (var (id, customer) in customers)
        {
            var history = steps.GetValueOrDefault(id, []);
            var last = new Step(0, null, null, "", DateTimeOffset.MinValue, null);
            var isWhole = true;
            foreach (var step in history)
            {
                isWhole &= step.Sequence == last.Sequence + 1 && step.From == last.To && step.EffectiveAt >= last.EffectiveAt
                    && step.Cause switch
                    {
                        nameof(MigrationCause.Correction) => step.EffectiveAt >= streamed && times.ContainsKey(step.EventId!),
                        nameof(MigrationCause.Decay) => step.EventId is null,
                        _ => step.EffectiveAt == times[step.EventId!],
                    };
                last = step;
            }

            if (!isWhole || last.To != customer.Figures.Segment || (customer.Since is { } since && since != last.EffectiveAt))
            {
                broken.Add($"{id}: {customer}\n  {string.Join("\n  ", history.AsEnumerable())}");
            }
        }

        Shown(broken).ShouldBeEmpty($"{broken.Count} histories are broken");
    }

    /// <summary>Step for step, of those whose steps do not depend on the order of the stream.</summary>
    private static async Task SameHistoriesAsync(
        IReadOnlyDictionary<string, Step[]> steps, IReadOnlyDictionary<string, CustomerQueries> customers, Shop shop, ReferenceRun undisturbed)
    {
        var expected = await undisturbed.MigrationsAsync();
        foreach (var id in shop.OneWay)
        {
            steps.GetValueOrDefault(id, []).ShouldBe(expected[id].OrderBy(migration => migration.Sequence).Select(Step.Of), id);
            customers[id].Since.ShouldBe((await undisturbed.Engine.FindCustomerAsync(id))!.Segment?.Since, id);
        }
    }

    private static async Task SameSizesAsync(SiloCluster cluster, ReferenceRun undisturbed)
    {
        var view = await undisturbed.Engine.SegmentsAsync();
        var expected = view.Segments.Select(size => (size.Segment.Id, size.Customers)).Append(("none", view.Lapsed)).ToDictionary();
        foreach (var _ in cluster.Silos)
        {
            (await cluster.SizesAsync()).ShouldBe(expected, ignoreOrder: true);
        }
    }

    private static async Task SameMatrixAsync(SiloCluster cluster, ReferenceRun undisturbed, DateTimeOffset from, DateTimeOffset to)
    {
        var expected = await undisturbed.Engine.ReportAsync(new MatrixReport(from, to));
        expected.Customers.ShouldBe(Shop.Customers);
        (await cluster.MatrixAsync(from, to)).ShouldBe(
            expected.Cells.ToDictionary(cell => (cell.From, cell.To), cell => cell.Customers), ignoreOrder: true);
    }

    private static Figures Of(CustomerView customer) => new(
        customer.FirstPurchaseAt, customer.LastPurchaseAt, customer.Rfm?.Frequency ?? 0, customer.Rfm?.Monetary ?? 0, customer.Segment?.Id);

    private static IEnumerable<string> Shown(IEnumerable<string> all) => all.Order(StringComparer.Ordinal).Take(MaxShown);
}
