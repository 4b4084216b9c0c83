using System.Data.Common;
using System.Globalization;
using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using Dapper;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Who was where, and how often people moved, by the migrations on record.</summary>
public partial class LedgerReader
{
    /// <summary>One migration of a customer; null if there is none of that number.</summary>
    public Migration? Migration(string customerId, int sequence)
    {
        using var connection = Source.Connect();
        var (with, table) = Source.History;
        return connection.QuerySingleOrDefault<MigrationRow>(
            $"{with} SELECT {MigrationColumns}, {LaterColumns} FROM {table} WHERE customer = @customer AND sequence = @sequence",
            new { customer = customerId.AsText(), sequence = (long)sequence })?.ToMigration();
    }

    /// <summary>Who was in a segment at a moment and since when, by customer id.</summary>
    /// <param name="segmentId">Which.</param>
    /// <param name="asOf">The moment; a migration of that moment has happened.</param>
    /// <param name="cursor">The last migration of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    public Page<(string CustomerId, DateTimeOffset Since)> MembersAsOf(
        string segmentId, DateTimeOffset asOf, string? cursor, int limit)
    {
        using var connection = Source.Connect();
        var after = cursor is null ? "" : CustomerAt(connection, PastMembersCursor.Parse(cursor)) ?? throw new InvalidCursorException(cursor);
        var rows = connection.Query<(string Customer, long Since, long Id)>(
            Source.MembersAsOf,
            new { after, asOf = asOf.UtcTicks, segmentId = segmentId.AsText(), count = limit + 1 }).AsList();
        return new(
            [.. rows.Take(limit).Select(row => (row.Customer, new DateTimeOffset(row.Since, TimeSpan.Zero)))],
            rows.Count > limit ? PastMembersCursor.Of(rows[limit - 1].Id) : null);
    }

    /// <summary>The customers in cells of the matrix, by their id.</summary>
    /// <param name="report">Which cells.</param>
    /// <param name="cursor">The last customer of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    public Page<CellCustomer> Cell(CellReport report, string? cursor, int limit, CancellationToken cancellation)
    {
        var after = CellCursor.Parse(cursor);
        var journeys = Report(report, cancellation);
        using var connection = Source.Connect();
        var customers = new List<CellCustomer>();
        foreach (var id in connection.Query<string>(
            $"""
            SELECT customer FROM {Source.Customers} WHERE customer > @after
            UNION SELECT customer FROM first_contacts WHERE customer > @after ORDER BY customer
            """,
            new { after = after.AsText() },
            buffered: false))
        {
            cancellation.ThrowIfCancellationRequested();
            if (journeys.TryGetValue(XxHash64.Of(Encoding.UTF8.GetBytes(id)), out var journey))
            {
                if (customers.Count == limit)
                {
                    return new(customers, CellCursor.Of(customers[^1].CustomerId));
                }

                customers.Add(new(id, journey));
            }
        }

        return new(customers, Next: null);
    }

    /// <summary>The migrations that took effect after a moment and not after another, added up by from and to.</summary>
    public IReadOnlyList<MoveTally> MovesWithin(DateTimeOffset after, DateTimeOffset until)
    {
        using var connection = Source.Connect();
        return [.. connection.Query<(string? From, string? To, bool IsRefit, bool IsFirst, long Count, double DaysIn)>(
            """
            SELECT from_segment, to_segment, cause = @refit, sequence = 1, COUNT(*), SUM((effective_at - @after) / @day)
            FROM migrations WHERE effective_at > @after AND effective_at <= @until
            GROUP BY 1, 2, 3, 4
            """,
            new
            {
                refit = (long)MigrationCause.Refit,
                after = after.UtcTicks,
                until = until.UtcTicks,
                day = (double)TimeSpan.TicksPerDay,
            }).Select(row => new MoveTally(row.From, row.To, row.IsRefit, row.IsFirst, row.Count, row.DaysIn))];
    }

    /// <summary>Whose migration a place is; null when nothing is there.</summary>
    private protected static string? CustomerAt(DbConnection connection, long id) =>
        connection.QuerySingleOrDefault<string>("SELECT customer FROM migrations WHERE id = @id", new { id });
}
