using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Engine;

/// <summary>
/// The engine as everything that faces outward sees it. Both hosts implement it and pass one contract suite.
/// Every member may be called from any thread.
/// </summary>
public interface ISegmentationEngine
{
    /// <summary>The engine's now: the wall's, or the newest event time under the event clock.</summary>
    DateTimeOffset Now { get; }

    /// <summary>
    /// Folds events into their customers and completes once the outcome is durable. While storage fails it waits;
    /// giving up waiting (<paramref name="cancellation"/>) leaves the outcome open, and sending the same events
    /// again is always safe. Bad events are answered in the receipt; they never throw.
    /// </summary>
    Task<RecordReceipt> RecordAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation = default);

    /// <summary>The customer as of now; null for an unknown one.</summary>
    Task<CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellation = default);

    /// <summary>
    /// Erases state, events and history of a customer, durably. False for an unknown one.
    /// </summary>
    Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellation = default);

    /// <summary>The segments of the model in force with their sizes as of now.</summary>
    Task<SegmentsView> SegmentsAsync(CancellationToken cancellation = default);

    /// <summary>Changes a segment's wording; null when there is no such segment.</summary>
    Task<Segment?> EditSegmentAsync(string segmentId, SegmentEdit edit, CancellationToken cancellation = default);

    /// <summary>Members of a segment, in no order that means anything but the same one on every page.</summary>
    /// <returns>Null when the model in force has no such segment.</returns>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    Task<Page<Member>?> MembersAsync(
        string segmentId, string? cursor, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// Who was in a segment at a moment, by the migrations on record, by customer id; null when there never was such a
    /// segment. What time alone changed since the last sweep may not be on record yet.
    /// </summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    Task<Page<PastMember>?> MembersAsOfAsync(
        string segmentId, DateTimeOffset asOf, string? cursor, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// Who leaves a segment within a span from now if they do not buy, soonest first; null when the model in force has
    /// no such segment.
    /// </summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    Task<Page<Departure>?> LeavingAsync(
        string segmentId, TimeSpan within, string? cursor, int limit, CancellationToken cancellation = default);

    /// <summary>How large the segments will be: if nobody buys, and by what customers did lately.</summary>
    Task<SegmentOutlook> OutlookAsync(OutlookQuery query, CancellationToken cancellation = default);

    /// <summary>
    /// The smallest purchase that would bring a customer to a segment now; null for an unknown customer.
    /// </summary>
    Task<PurchasePath?> PathAsync(string customerId, string segmentId, CancellationToken cancellation = default);

    /// <summary>Why one migration of a customer happened; null when there is no such migration on record.</summary>
    /// <param name="customerId">Whose.</param>
    /// <param name="sequence">Its number in their history.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<MigrationExplanation?> ExplainAsync(string customerId, int sequence, CancellationToken cancellation = default);

    /// <summary>Migrations on record, newest first.</summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    Task<Page<Migration>> MigrationsAsync(MigrationQuery query, CancellationToken cancellation = default);

    /// <summary>The migrations in the order they were put on record, for those who pass them on.</summary>
    IMigrationRecord Record { get; }

    /// <summary>Who is told of migrations, and what has become of what they were sent.</summary>
    ISubscriptionStore Subscriptions { get; }

    /// <summary>
    /// Counts over the migrations on record, as of one moment of it: what is recorded meanwhile is not in it. Time that
    /// has passed since the last sweep is not on record yet.
    /// </summary>
    Task<TResult> ReportAsync<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation = default);

    /// <summary>The customers in cells of the matrix, by their id. Every page reads the record once.</summary>
    /// <param name="report">Which cells; used up by this.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    Task<Page<CellCustomer>> CellAsync(CellReport report, string? cursor, int limit, CancellationToken cancellation = default);

    /// <summary>Every segment there ever was, by id, with its current wording: what ids in migrations mean.</summary>
    IReadOnlyDictionary<string, Segment> SegmentDirectory { get; }

    /// <summary>Every version of the model, newest first.</summary>
    Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default);

    /// <summary>What became of the last fit, asked for or not; null before the first.</summary>
    LastFit? LastFit { get; }

    /// <summary>
    /// Fits a candidate to the customers of now; published at once when asked, whatever its gates say.
    /// </summary>
    /// <exception cref="FitRefusedException">Too few customers, or options that make no sense.</exception>
    Task<FitOutcome> FitAsync(FitRequest request, CancellationToken cancellation = default);

    /// <summary>
    /// Who would move where if a version were published now; null when there is no such version. Everybody is looked at.
    /// </summary>
    Task<PublishPreview?> PreviewAsync(int version, CancellationToken cancellation = default);

    /// <summary>
    /// Puts a version in force and reassigns everyone; null when there is no such version. Gates are not asked: they
    /// apply to automatic publication only. Who stays in a segment of the same id does not migrate.
    /// </summary>
    Task<ModelRecord?> PublishAsync(int version, CancellationToken cancellation = default);

    /// <summary>
    /// A person says that the wall clock is right although the engine doubts it (<see cref="CheckedWallClock"/>). Durable: an engine that
    /// starts next, or shares the record and doubts its own clock, goes by it.
    /// </summary>
    /// <returns>The engine's now.</returns>
    Task<DateTimeOffset> ConfirmClockAsync(CancellationToken cancellation = default);

    /// <summary>Whether the engine can record now.</summary>
    EngineHealth Health { get; }
}

/// <summary>Whether the engine can record now.</summary>
/// <param name="Ready">Recovered, storage answers.</param>
/// <param name="Problem">What is wrong, in a sentence, when it is not ready.</param>
public sealed record EngineHealth(bool Ready, string? Problem)
{
    /// <summary>What storage itself says of the problem: for those who run the engine, as it may name what others need not know.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it records although it is not ready: one that doubts its wall clock does.</summary>
    public bool Records
    {
        get => field || Ready;
        init;
    }

    /// <summary>Whether it may yet record without a restart.</summary>
    public bool Alive { get; init; } = true;

    /// <summary>
    /// Customers of whom nothing can be read, of those in memory here: nothing more is recorded of them, and of all others it is.
    /// </summary>
    public IReadOnlyList<UnreadableCustomer> UnreadableCustomers { get; init; } = [];
}

/// <summary>A customer whose stored state is damaged.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Reason">What is wrong with it, in a sentence.</param>
/// <param name="Since">When it was read last, by the wall clock.</param>
public sealed record UnreadableCustomer(string CustomerId, string Reason, DateTimeOffset Since);
