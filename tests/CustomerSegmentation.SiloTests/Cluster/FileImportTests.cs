using CustomerSegmentation.Silo.Importing;
using CustomerSegmentation.SiloTests.Contract;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>A silo on a file begins where an engine with lanes ended.</summary>
public sealed class FileImportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_engine_with_lanes_answers_a_silo_on_a_file_answers_too()
    {
        await using var shop = await ImportedShop.ExportAsync();
        await using var silo = await FileSiloUnderTest.StartAsync(shop.Options, shop.Time, import: ImportRequest.Of(shop.File, shop.Options));

        await ImportTests.ShouldAnswerAlikeAsync(shop, silo);
        var again = await silo.Engine.RecordAsync(shop.Events, Cancellation);
        (again.Recorded, again.Duplicates, again.Refused.Count).ShouldBe((0, shop.Events.Count, 0));

        // Histories go on behind what was carried over.
        foreach (var engine in new[] { shop.Engine, silo.Engine })
        {
            await engine.RecordAsync([shop.Events[0] with { EventId = "new", OrderId = "new", OccurredAt = shop.Time.GetUtcNow() }], Cancellation);
            await engine.PublishAsync(1, Cancellation);
        }

        await ImportTests.ShouldAnswerAlikeAsync(shop, silo, inOrderOfRecord: false);
        await silo.RestartAsync();
        await ImportTests.ShouldAnswerAlikeAsync(shop, silo, inOrderOfRecord: false);
    }
}
