using System.Globalization;

namespace CustomerSegmentation.Ledger;

/// <content>Where customers stand, in the file of a cluster of one.</content>
public sealed partial class SqliteWriter
{
    private const string SaveStanding = """
        INSERT INTO standings (customer, shard, version, segment, since, cause, sequence, publication, due, frequency,
            monetary, newest, oldest, first_purchase, events)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """ + "\n" + StandingConflict;

    private protected override bool HasStandings { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This file does not keep where customers stand.</exception>
    public override void Save(StandingRow standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        if (!HasStandings)
        {
            throw new InvalidOperationException("The embedded engine keeps where customers stand in its pages.");
        }

        Run(
            SaveStanding,
            standing.CustomerId,
            (long)standing.Shard,
            standing.Version,
            standing.Segment,
            standing.Since,
            (long)standing.Cause,
            (long)standing.Sequence,
            (long)standing.Publication,
            standing.Due,
            (long)standing.Frequency,
            standing.Monetary.ToString(CultureInfo.InvariantCulture),
            standing.Newest,
            standing.Oldest,
            standing.FirstPurchase,
            (long)standing.Events);
    }
}
