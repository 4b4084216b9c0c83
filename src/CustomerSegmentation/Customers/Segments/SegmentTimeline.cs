using System.Diagnostics.CodeAnalysis;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>
/// The segment states of one customer over time, step by step from the one on record: to record what happened, to answer
/// for a moment, or to forecast. Changes nothing but itself.
/// </summary>
internal ref struct SegmentTimeline(ref OrderHistory orders, in SegmentState segmentState, AssignmentTerms terms)
{
    private readonly ref OrderHistory _orders = ref orders;
    private SegmentState _segmentState = segmentState;

    /// <summary>The state the timeline has reached.</summary>
    [UnscopedRef]
    public readonly ref readonly SegmentState SegmentState => ref _segmentState;

    /// <summary>No step goes back behind what is on record, or behind the newest order.</summary>
    public readonly long Earliest(long moment)
    {
        var newest = _orders.Newest;
        return Math.Max(Math.Max(moment, SegmentState.Since), newest == Order.NoPurchase ? long.MinValue : newest);
    }

    /// <summary>Whether the model in force has not assessed the customer yet.</summary>
    public readonly bool IsUnderEarlierPublication => SegmentState.Publication != terms.Publication.Ordinal;

    /// <summary>When the model in force takes effect for the customer.</summary>
    public readonly long Adoption => Earliest(terms.Publication.At.UtcTicks);

    /// <summary>Of somebody new nothing is adopted: the first event places them under the model in force.</summary>
    public void Begin() => _segmentState = _segmentState with { Publication = terms.Publication.Ordinal };

    /// <summary>Assesses the customer at a moment; whether the segment changed.</summary>
    public bool Take(long moment, MigrationCause cause)
    {
        var sequence = SegmentState.Sequence;
        _segmentState = Assessment.At(moment, _segmentState, _orders.After(terms.LeftBy(moment)), terms, cause);
        return SegmentState.Sequence != sequence;
    }

    /// <summary>Adopts the model in force and lets time pass until a moment.</summary>
    public void GoTo(long moment)
    {
        if (IsUnderEarlierPublication)
        {
            Take(Adoption, MigrationCause.Refit);
        }

        while (SegmentState.Due <= moment)
        {
            Take(SegmentState.Due, MigrationCause.Decay);
        }
    }

    /// <summary>Goes on to the next change of segment by time alone; false if there never is one.</summary>
    public bool GoToNextChange()
    {
        while (SegmentState.Due != SegmentState.Never)
        {
            if (Take(SegmentState.Due, MigrationCause.Decay))
            {
                return true;
            }
        }

        return false;
    }
}
