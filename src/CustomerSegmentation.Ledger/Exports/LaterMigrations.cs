using System.Data.Common;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using Dapper;

namespace CustomerSegmentation.Ledger.Exports;

/// <summary>
/// The last migration of a customer, if it came on record after a place: asked for one customer after the other, from a
/// temporary table, since there may be too many to have at hand.
/// </summary>
public sealed class LaterMigrations : IDisposable
{
    private readonly DbConnection _connection;

    internal LaterMigrations(DbConnection connection, long place)
    {
        _connection = connection;
        _connection.Open();
        _connection.Execute(
            """
            CREATE TEMP TABLE later (customer TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
            INSERT INTO later SELECT customer, MAX(id) FROM migrations WHERE id > @place GROUP BY customer;
            """,
            new { place });
    }

    /// <summary>The last one; null where there is none.</summary>
    public Migration? LastOf(string customerId) => _connection.QuerySingleOrDefault<MigrationRow>(
        $"""
        SELECT {LedgerReader.MigrationColumns} FROM migrations WHERE id = (SELECT id FROM later WHERE customer = @customerId)
        """,
        new { customerId })?.ToMigration();

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}
