using System.Diagnostics.CodeAnalysis;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers;

/// <summary>
/// A customer's way through the segments, step by step from where they stand: to record what happened, to answer for
/// a moment, or to look ahead. Changes nothing but itself.
/// </summary>
internal ref struct Walk(ref OrderBook orders, in Standing standing, AssignmentTerms terms)
{
    private readonly ref OrderBook _orders = ref orders;
    private Standing _standing = standing;

    /// <summary>Where the walk has come to.</summary>
    [UnscopedRef]
    public readonly ref readonly Standing Standing => ref _standing;

    /// <summary>No step goes back behind what is on record, or behind the newest order.</summary>
    public readonly long Earliest(long moment)
    {
        var newest = _orders.Newest;
        return Math.Max(Math.Max(moment, Standing.Since), newest == Order.NoPurchase ? long.MinValue : newest);
    }

    /// <summary>Whether the model in force has not assessed the customer yet.</summary>
    public readonly bool IsUnderEarlierPublication => Standing.Publication != terms.Publication.Ordinal;

    /// <summary>When the model in force takes effect for the customer.</summary>
    public readonly long Adoption => Earliest(terms.Publication.At.UtcTicks);

    /// <summary>Of somebody new nothing is adopted: the first event places them under the model in force.</summary>
    public void Begin() => _standing = _standing with { Publication = terms.Publication.Ordinal };

    /// <summary>Assesses the customer at a moment; whether the segment changed.</summary>
    public bool Take(long moment, MigrationCause cause)
    {
        var sequence = Standing.Sequence;
        _standing = Assessment.At(moment, _standing, _orders.After(terms.LeftBy(moment)), terms, cause);
        return Standing.Sequence != sequence;
    }

    /// <summary>Adopts the model in force and lets time pass until a moment.</summary>
    public void GoTo(long moment)
    {
        if (IsUnderEarlierPublication)
        {
            Take(Adoption, MigrationCause.Refit);
        }

        while (Standing.Due <= moment)
        {
            Take(Standing.Due, MigrationCause.Decay);
        }
    }

    /// <summary>Goes on to the next change of segment by time alone; false if there never is one.</summary>
    public bool GoToNextChange()
    {
        while (Standing.Due != Standing.Never)
        {
            if (Take(Standing.Due, MigrationCause.Decay))
            {
                return true;
            }
        }

        return false;
    }
}
