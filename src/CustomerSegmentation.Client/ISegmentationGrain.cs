using Orleans;

namespace CustomerSegmentation.Client;

/// <summary>
/// What a cluster of silos offers to Orleans clients: the contract of the gateway port. A stateless worker answers, in the silo
/// whose gateway the client is connected to; any key will do, and calls under several keys use several gateways.
/// </summary>
/// <remarks>
/// Most programs want <see cref="ISegmentationClient"/>, which calls this. Aliases and ids are the wire contract: silos of another
/// release and clients of another release answer each other as long as they are only added to.
/// </remarks>
[Alias("segmentation")]
public interface ISegmentationGrain : IGrainWithIntegerKey
{
    /// <summary>A customer as of now; null for one of whom there is no event.</summary>
    /// <param name="customerId">Not empty.</param>
    /// <param name="cancellationToken">Ends the work in the silo too.</param>
    /// <exception cref="SegmentationException">There is no answer.</exception>
    [Alias("find-customer"), ResponseTimeout("00:01:00")]
    Task<CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellationToken);

    /// <summary>Records events; complete once they are durable.</summary>
    /// <param name="purchases">Up to some thousands: they travel as one message.</param>
    /// <param name="cancellationToken">Ends the wait in the silo too; what was on its way may still be recorded.</param>
    /// <exception cref="SegmentationException">Which of them are recorded is open.</exception>
    [Alias("record"), ResponseTimeout("00:01:00")]
    Task<RecordReceipt> RecordAsync(PurchaseEvent[] purchases, CancellationToken cancellationToken);

    /// <summary>The segments of the model in force as of now.</summary>
    /// <param name="cancellationToken">Ends the work in the silo too.</param>
    /// <exception cref="SegmentationException">There is no answer.</exception>
    [Alias("segments"), ResponseTimeout("00:01:00")]
    Task<SegmentsView> SegmentsAsync(CancellationToken cancellationToken);

    /// <summary>A page of the migrations on record, newest first.</summary>
    /// <param name="query">Which, and how many a page.</param>
    /// <param name="cursor">From the page before; null for the first one.</param>
    /// <param name="cancellationToken">Ends the work in the silo too.</param>
    /// <exception cref="SegmentationException">There is no answer, or the cursor is not one of this list's.</exception>
    [Alias("migrations"), ResponseTimeout("00:01:00")]
    Task<MigrationPage> MigrationsAsync(MigrationQuery query, string? cursor, CancellationToken cancellationToken);

    /// <summary>Erases a customer, durably; false for one of whom there was no event.</summary>
    /// <param name="customerId">Not empty.</param>
    /// <param name="cancellationToken">Ends the wait in the silo too.</param>
    /// <exception cref="SegmentationException">Whether they are erased is open.</exception>
    [Alias("erase-customer"), ResponseTimeout("00:01:00")]
    Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellationToken);

    /// <summary>The model in force.</summary>
    /// <param name="cancellationToken">Ends the work in the silo too.</param>
    /// <exception cref="SegmentationException">There is no answer.</exception>
    [Alias("current-model"), ResponseTimeout("00:01:00")]
    Task<ModelView> CurrentModelAsync(CancellationToken cancellationToken);
}
