namespace CustomerSegmentation.Client;

/// <summary>
/// A segmentation engine as a .NET program sees it, over the cluster (<see cref="ClusterSegmentationClient"/>) or over HTTP
/// (<see cref="HttpSegmentationClient"/>): the answers are the same. Every member may be called from any thread.
/// </summary>
/// <remarks>
/// <para>
/// Nothing is tried again here: whoever calls knows how long they can wait. Everything may be called again after any failure;
/// events are remembered by their id, so sending them twice counts them once.
/// </para>
/// <para>
/// A token that is cancelled ends the wait with an <see cref="OperationCanceledException"/> and the work on the other side too.
/// What a change had done by then is open.
/// </para>
/// </remarks>
public interface ISegmentationClient
{
    /// <summary>A customer's figures, segment and next change as of now.</summary>
    /// <param name="customerId">As the shop has it, case-sensitive; not empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null for a customer of whom there is no event.</returns>
    /// <exception cref="SegmentationException">There is no answer; <see cref="SegmentationException.Code"/> says why.</exception>
    Task<CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellationToken = default);

    /// <summary>Records one event. Complete once it is durable and the customer's segment follows from it.</summary>
    /// <param name="purchase">What happened.</param>
    /// <param name="cancellationToken">Gives up; whether the event counts is open then, and sending it again is safe.</param>
    /// <returns>One recorded, one duplicate or one refused.</returns>
    /// <exception cref="SegmentationException">Whether it was recorded is open; <see cref="SegmentationException.Code"/> says why.</exception>
    Task<RecordReceipt> RecordAsync(PurchaseEvent purchase, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records events, however many: they travel a thousand at a time, one lot after the other. Complete once all are durable.
    /// </summary>
    /// <param name="purchases">
    /// In any order, of any customers. What there is of one customer close together is recorded with fewer writes.
    /// </param>
    /// <param name="cancellationToken">Gives up; which events count is open then, and sending all of them again is safe.</param>
    /// <returns>What became of them. An event that is refused stops no other; its index is that in <paramref name="purchases"/>.</returns>
    /// <exception cref="SegmentationException">Some may be recorded and some not; <see cref="SegmentationException.Code"/> says why.</exception>
    Task<RecordReceipt> RecordAsync(IEnumerable<PurchaseEvent> purchases, CancellationToken cancellationToken = default);

    /// <summary>The segments of the model in force, with how many customers and how much of the revenue are in each as of now.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SegmentationException">There is no answer; <see cref="SegmentationException.Code"/> says why.</exception>
    Task<SegmentsView> SegmentsAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes of segment on record, newest first by the time they took effect.</summary>
    /// <remarks>
    /// A page is asked for when the one before it is used up, so a long list costs no memory, and it may be left at any point.
    /// What is recorded while it is read is not in the pages behind it.
    /// </remarks>
    /// <param name="query">Which; null for all of them.</param>
    /// <param name="cancellationToken">Gives up, between pages and within one.</param>
    /// <exception cref="SegmentationException">A page cannot be had; <see cref="SegmentationException.Code"/> says why.</exception>
    IAsyncEnumerable<Migration> MigrationsAsync(MigrationQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>One customer's changes of segment, newest first.</summary>
    /// <param name="customerId">As the shop has it, case-sensitive; not empty.</param>
    /// <param name="cancellationToken">Gives up, between pages and within one.</param>
    /// <returns>Nothing for a customer of whom there is no event.</returns>
    /// <exception cref="SegmentationException">A page cannot be had; <see cref="SegmentationException.Code"/> says why.</exception>
    IAsyncEnumerable<Migration> HistoryAsync(string customerId, CancellationToken cancellationToken = default);

    /// <summary>Erases a customer's figures, events and history for good. Complete once that is durable.</summary>
    /// <param name="customerId">As the shop has it, case-sensitive; not empty.</param>
    /// <param name="cancellationToken">Gives up; whether they are erased is open then, and erasing again is safe.</param>
    /// <returns>False for a customer of whom there was no event.</returns>
    /// <exception cref="SegmentationException">Whether they are erased is open; <see cref="SegmentationException.Code"/> says why.</exception>
    Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellationToken = default);

    /// <summary>The model in force: what makes a customer one of a segment.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SegmentationException">There is no answer; <see cref="SegmentationException.Code"/> says why.</exception>
    Task<ModelView> CurrentModelAsync(CancellationToken cancellationToken = default);
}
