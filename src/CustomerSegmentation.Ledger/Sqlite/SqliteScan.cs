using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// Feeds what is on record to a report, in one read transaction. Straight on SQLite, and customers by the hash of their id:
/// there may be millions of rows, and a string for each would cost more than reading them.
/// </summary>
internal static class SqliteScan
{
    private const int IndexScanDivisor = 8; // an eighth; beyond that, reading everything in its order is faster

    public static void Feed<TResult>(SqliteConnection connection, IMigrationReport<TResult> report, CancellationToken cancellation)
    {
        var range = report.Range;
        using var transaction = connection.BeginTransaction(deferred: true);
        using (var contact = Prepare(connection, range, "SELECT customer, since FROM first_contacts WHERE {0}", "since"))
        {
            while (Next(connection, contact))
            {
                report.AddFirstContact(XxHash64.Of(raw.sqlite3_column_blob(contact, 0)), raw.sqlite3_column_int64(contact, 1));
            }
        }

        var by = IsNarrow(transaction, range) ? "" : "NOT INDEXED";
        using var rows = Prepare(
            connection,
            range,
            $"SELECT customer, from_segment, to_segment, cause, effective_at, monetary FROM migrations {by} WHERE {{0}}",
            "effective_at");
        var names = new SegmentNames();
        MoveFeed.Run(report, Read, cancellation);

        int Read(Span<Move> moves)
        {
            var count = 0;
            for (; count < moves.Length && Next(connection, rows); count++)
            {
                moves[count] = new(
                    XxHash64.Of(raw.sqlite3_column_blob(rows, 0)),
                    names.Of(raw.sqlite3_column_blob(rows, 1)),
                    names.Of(raw.sqlite3_column_blob(rows, 2)),
                    (MigrationCause)raw.sqlite3_column_int(rows, 3),
                    raw.sqlite3_column_int64(rows, 4),
                    raw.sqlite3_column_double(rows, 5));
            }

            return count;
        }
    }

    /// <summary>Whether the range has so few migrations that the index of times leads to them faster than reading all.</summary>
    private static bool IsNarrow(SqliteTransaction transaction, ReportRange range)
    {
        if (range.After is null)
        {
            return false;
        }

        var connection = transaction.Connection!;
        var most = connection.ExecuteScalar<long>("SELECT COALESCE(MAX(id), 0) FROM migrations", transaction: transaction) / IndexScanDivisor;
        return connection.ExecuteScalar<long>(
            "SELECT COUNT(*) FROM (SELECT 1 FROM migrations WHERE effective_at > @after AND effective_at <= @through LIMIT @most + 1)",
            new { after = range.After.Value.UtcTicks, through = range.Through.UtcTicks, most },
            transaction) <= most;
    }

    private static sqlite3_stmt Prepare(SqliteConnection connection, ReportRange range, string sql, string time)
    {
        var conditions = $"{time} > $1 AND {time} <= $2 AND recorded_at <= $3";
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, conditions);
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v2(connection.Handle, text, out var statement), connection.Handle);
        raw.sqlite3_bind_int64(statement, 1, range.After?.UtcTicks ?? long.MinValue);
        raw.sqlite3_bind_int64(statement, 2, range.Through.UtcTicks);
        raw.sqlite3_bind_int64(statement, 3, range.KnownAt?.UtcTicks ?? long.MaxValue);
        return statement;
    }

    private static bool Next(SqliteConnection connection, sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        SqliteException.ThrowExceptionForRC(code, connection.Handle);
        return false;
    }
}
