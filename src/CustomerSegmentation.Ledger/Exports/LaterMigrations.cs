using System.Data.Common;
using CustomerSegmentation.Migrations;
using Dapper;

namespace CustomerSegmentation.Ledger.Exports;

/// <summary>
/// The last migration of a customer, if it came on record after a place: asked for one customer after the other, since there
/// may be too many to have at hand.
/// </summary>
public sealed class LaterMigrations : IDisposable
{
    private readonly DbConnection _connection;
    private readonly long _place;

    internal LaterMigrations(DbConnection connection, long place)
    {
        (_connection, _place) = (connection, place);
        _connection.Open();
    }

    /// <summary>The last one; null where there is none.</summary>
    public Migration? LastOf(string customerId) => _connection.QuerySingleOrDefault<MigrationRow>(
        $"""
        SELECT {LedgerReader.MigrationColumns} FROM migrations INDEXED BY migrations_by_customer
        WHERE customer = @customerId AND id > @place ORDER BY sequence DESC LIMIT 1
        """,
        new { customerId, place = _place })?.ToMigration();

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}
