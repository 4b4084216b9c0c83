using CustomerSegmentation.Silo;
using CustomerSegmentation.Silo.Storage;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.SiloTests.Cluster;

public sealed class StorageHealthTests
{
    [Fact]
    public void A_shard_on_its_way_to_another_silo_is_no_reason_not_to_be_ready()
    {
        using var watch = new StorageHealth(
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), new SiloOptions(), NullLogger<StorageHealth>.Instance);

        watch.Fails(StorageKind.Shard, new TimeoutException("It moves."));
        watch.Problem.ShouldBeNull();

        watch.Fails(StorageKind.Ledger, new TimeoutException("It is away."));
        watch.Problem.ShouldBe("The ledger: The database does not answer (TimeoutException).");
        watch.Detail.ShouldBe("It is away.");

        watch.Answers(StorageKind.Ledger);
        watch.Problem.ShouldBeNull();
    }
}
