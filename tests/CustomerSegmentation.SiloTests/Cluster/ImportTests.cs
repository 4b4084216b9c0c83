using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Exports;
using CustomerSegmentation.Silo.Importing;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>A cluster begins where an embedded engine ended.</summary>
public sealed class ImportTests(SharedRedis redis, SharedPostgres postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_embedded_engine_answers_its_cluster_answers_too()
    {
        await using var shop = await ImportedShop.ExportAsync();
        await using var silos = await SiloUnderTest.StartAsync(
            shop.Options, shop.Time, redis, postgres, silo => silo, ImportRequest.Of(shop.File, shop.Options));

        // Whoever was imported leaves memory, as nobody asked for them; a sweep may have asked for some since.
        await Eventually.TrueAsync(async () => await AwakeAsync(silos) < shop.Events.DistinctBy(e => e.CustomerId).Count() / 2, "customers asleep");

        await ShouldAnswerAlikeAsync(shop, silos);
        var again = await silos.EngineOf(1).RecordAsync(shop.Events, Cancellation);
        (again.Recorded, again.Duplicates, again.Refused.Count).ShouldBe((0, shop.Events.Count, 0));

        // What comes is the same on both: time, what people buy, and a model.
        foreach (var engine in new[] { shop.Engine, silos.Engine })
        {
            await engine.RecordAsync([shop.Events[0] with { EventId = "new", OrderId = "new", OccurredAt = shop.Time.GetUtcNow() }], Cancellation);
            await engine.PublishAsync(1, Cancellation);
        }

        await ShouldAnswerAlikeAsync(shop, silos, inOrderOfRecord: false);
        await silos.RestartAsync();
        await ShouldAnswerAlikeAsync(shop, silos, inOrderOfRecord: false);
    }

    [Fact]
    public async Task What_is_carried_over_is_news_to_nobody()
    {
        await using var shop = await ImportedShop.ExportAsync();
        await using var silos = await SiloUnderTest.StartAsync(
            shop.Options, shop.Time, redis, postgres, silo => silo, ImportRequest.Of(shop.File, shop.Options));
        var record = silos.Engine.Record;

        record.Id.ShouldNotBe(shop.Engine.Record.Id);
        await Eventually.TrueAsync(() => record.End > 0, "the other silo's import to be heard of");
        (await record.AfterAsync(0, 10, replays: false, Cancellation)).Migrations.ShouldBeEmpty();
        (await record.AfterAsync(0, 10, replays: true, Cancellation)).Migrations.Count.ShouldBe(10);
        (await record.BookmarkAsync("w1", Cancellation)).ShouldBe(record.End);

        await silos.Engine.RecordAsync([shop.Events[0] with { CustomerId = "N", EventId = "n", OrderId = "n", OccurredAt = shop.Time.GetUtcNow() }], Cancellation);
        (await record.AfterAsync(0, 10, replays: false, Cancellation)).Migrations.ShouldHaveSingleItem().Migration.CustomerId.ShouldBe("N");
    }

    [Fact]
    public async Task An_import_that_was_interrupted_is_run_again_and_no_silo_takes_events_before_it_is_done()
    {
        await using var shop = await ImportedShop.ExportAsync(customers: 3_000);
        await using var silos = await SiloUnderTest.StartAsync(shop.Options, shop.Time, redis, postgres, silo => silo);
        using (var interrupted = new CancellationTokenSource())
        {
            var running = ImportOf(silos, shop).RunAsync(interrupted.Token);
            while (silos.Ledger.Shards.Count() < 100)
            {
                running.IsCompleted.ShouldBeFalse("it was too fast to be interrupted");
            }

            await interrupted.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(running);
        }

        ImportProgress.Read(silos.Ledger.Reader)!.Stage.ShouldBe(ImportStage.Customers);
        silos.Ledger.Shards.Count().ShouldBeLessThan(3_000);
        var waiting = silos.EngineOf(1).RecordAsync([shop.Events[^2]], Cancellation);
        silos.EngineOf(0).Health.Problem.ShouldBe("Customers are being imported.");
        silos.EngineOf(1).Health.Ready.ShouldBeFalse();
        await using (var other = await ImportedShop.ExportAsync())
        {
            (await Should.ThrowAsync<StorageException>(ImportOf(silos, other).RunAsync(Cancellation)))
                .Message.ShouldStartWith("The import of another file into this ledger was interrupted");
        }

        waiting.IsCompleted.ShouldBeFalse();
        await ImportOf(silos, shop).RunAsync(Cancellation);

        (await waiting).Duplicates.ShouldBe(1);
        silos.EngineOf(1).Health.Ready.ShouldBeTrue();
        await silos.SweptAsync();
        await ShouldAnswerAlikeAsync(shop, silos);

        // A silo that is started with it once more has nothing left to do.
        await ImportOf(silos, shop).RunAsync(Cancellation);
    }

    [Fact]
    public async Task A_cluster_with_customers_of_its_own_refuses_an_export_and_goes_on()
    {
        await using var shop = await ImportedShop.ExportAsync();
        await using var silos = await SiloUnderTest.StartAsync(shop.Options, shop.Time, redis, postgres, silo => silo);
        await silos.Engine.RecordAsync([shop.Events[0]], Cancellation);
        var import = ImportOf(silos, shop);

        var refusal = await Should.ThrowAsync<StorageException>(import.RunAsync(Cancellation));

        import.Refusal.ShouldBe(refusal);
        (refusal.Fault, refusal.Message[..44]).ShouldBe((StorageFault.Unsuitable, "An export goes into an empty ledger only, an"));
        (await silos.EngineOf(1).RecordAsync([shop.Events[1]], Cancellation)).Recorded.ShouldBe(1);
    }

    [Fact]
    public async Task An_export_in_another_currency_is_refused_before_anything_is_joined()
    {
        await using var shop = await ImportedShop.ExportAsync(currency: "USD");

        var refusal = Should.Throw<StorageException>(() => ImportRequest.Of(shop.File, new() { Currency = "EUR" }));

        refusal.Fault.ShouldBe(StorageFault.Unsuitable);
        refusal.Message.ShouldContain("is in USD, and this silo is configured for EUR");
    }

    private static ClusterImport ImportOf(SiloUnderTest silos, ImportedShop shop) =>
        ActivatorUtilities.CreateInstance<ClusterImport>(silos.Services, new ImportRequest(ExportFile.Open(shop.File)));

    private static async Task<int> AwakeAsync(SiloUnderTest silos) =>
        (await silos.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics())
            .Count(one => one.GrainType.Contains("CustomerGrain", StringComparison.Ordinal));

    internal static async Task ShouldAnswerAlikeAsync(ImportedShop shop, EngineUnderTest silos, bool inOrderOfRecord = true)
    {
        var wanted = await shop.AnswersOfAsync(shop.Engine, inOrderOfRecord);
        var given = await shop.AnswersOfAsync(silos.Engine, inOrderOfRecord);
        given.Keys.ShouldBe(wanted.Keys);
        foreach (var (question, answer) in wanted)
        {
            given[question].ShouldBe(answer, question);
        }
    }
}
