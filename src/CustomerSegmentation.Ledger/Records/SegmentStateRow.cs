using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>
/// The segment state of a customer, and the figures that say when it changes: what a shard of a cluster is rebuilt from.
/// Times are UTC ticks (100 ns since year 1).
/// </summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Shard">The shard that looks after them.</param>
/// <param name="Version">Grows with every change of the customer; of two rows the one with the larger is kept.</param>
/// <param name="Segment">Id of their segment; null when they are in none.</param>
/// <param name="Since">Since when.</param>
/// <param name="Cause">What brought them there.</param>
/// <param name="Sequence">The number of their last migration; 0 before the first.</param>
/// <param name="Publication">Ordinal of the publication under which they were last assessed.</param>
/// <param name="Due">When they must be looked at again, even if nothing happens.</param>
/// <param name="Frequency">Orders that count.</param>
/// <param name="Monetary">Their worth, in the reporting currency.</param>
/// <param name="Newest">Their newest order.</param>
/// <param name="Oldest">Their oldest order that counts.</param>
/// <param name="FirstPurchase">Their first order ever.</param>
/// <param name="Events">How many events were folded.</param>
public sealed record SegmentStateRow(
    string CustomerId,
    int Shard,
    long Version,
    string? Segment,
    long Since,
    MigrationCause Cause,
    int Sequence,
    int Publication,
    long Due,
    int Frequency,
    decimal Monetary,
    long Newest,
    long Oldest,
    long FirstPurchase,
    int Events);
