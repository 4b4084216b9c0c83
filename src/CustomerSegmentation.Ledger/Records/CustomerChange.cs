using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>
/// What one customer has become since they were written last: put on record in one piece, so that full state, segment state and
/// migrations are never apart.
/// </summary>
/// <param name="SegmentState">Their segment state.</param>
/// <param name="State">
/// All of them, by <see cref="Customers.Packing.CustomerCodec"/>; empty where their state is kept elsewhere.
/// </param>
/// <param name="Migrations">What brought them there, oldest first.</param>
/// <param name="FirstContact">
/// When the first event happened and when the engine knew of it (UTC ticks), of a customer who was in no segment after it; else null.
/// </param>
/// <param name="Location">
/// Where they are in the database, of whoever has read them and is the only one to write them; null for anybody else, who may
/// come late: then an older version than the one on record is left out.
/// </param>
public sealed record CustomerChange(
    SegmentStateRow SegmentState,
    ReadOnlyMemory<byte> State,
    IReadOnlyList<Migration> Migrations,
    (long At, long RecordedAt)? FirstContact,
    CustomerLocation? Location)
{
    /// <summary>Only their segment state, from a writer that may come late.</summary>
    public static CustomerChange Of(SegmentStateRow segmentState) => new(segmentState, default, [], FirstContact: null, Location: null);
}
