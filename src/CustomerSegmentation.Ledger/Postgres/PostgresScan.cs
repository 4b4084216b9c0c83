using System.Data;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>
/// Feeds what is on record to a report, as of one moment: a single transaction that sees what was there when it began.
/// Rows come as they are read and customers by the hash of their id, as in <see cref="SqliteScan"/>.
/// </summary>
internal static class PostgresScan
{
    public static void Feed<TResult>(NpgsqlConnection connection, IMigrationReport<TResult> report, CancellationToken cancellation)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        var range = report.Range;
        try
        {
            using (var contact = new Rows(connection, range, "SELECT customer, since FROM first_contacts WHERE {0}", "since", cancellation))
            {
                while (contact.Next())
                {
                    report.AddFirstContact(XxHash64.Of(contact.Text(0)), contact.Row.GetInt64(1));
                }
            }

            // By id: a table that rows were removed from has no order of its own, and a customer's moves need theirs.
            using var rows = new Rows(
                connection,
                range,
                "SELECT customer, from_segment, to_segment, cause, effective_at, monetary FROM migrations WHERE {0} ORDER BY id",
                "effective_at",
                cancellation);
            var names = new SegmentNames();
            MoveFeed.Run(report, moves => Read(rows, names, moves), cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    private static int Read(Rows rows, SegmentNames names, Span<Move> moves)
    {
        var count = 0;
        for (; count < moves.Length && rows.Next(); count++)
        {
            moves[count] = new(
                XxHash64.Of(rows.Text(0)),
                names.Of(rows.Text(1)),
                names.Of(rows.Text(2)),
                (MigrationCause)rows.Row.GetInt64(3),
                rows.Row.GetInt64(4),
                rows.Row.IsDBNull(5) ? 0 : rows.Row.GetDouble(5));
        }

        return count;
    }

    /// <summary>The rows of a query as they come. Leaving it early ends the query.</summary>
    private sealed class Rows : IDisposable
    {
        private readonly NpgsqlCommand _command;
        private readonly CancellationTokenRegistration _cancelling;
        private byte[] _text = new byte[4 * EventValidator.MaxIdLength]; // UTF-8
        private bool _ended;

        public Rows(NpgsqlConnection connection, ReportRange range, string sql, string time, CancellationToken cancellation)
        {
            var conditions = $"{time} > $1 AND {time} <= $2 AND recorded_at <= $3";
            _command = new(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, conditions), connection)
            {
                CommandTimeout = 0, // it takes as long as there are rows
                Parameters =
                {
                    new() { Value = range.After?.UtcTicks ?? long.MinValue },
                    new() { Value = range.Through.UtcTicks },
                    new() { Value = range.KnownAt?.UtcTicks ?? long.MaxValue },
                },
            };
            _cancelling = cancellation.Register(_command.Cancel);
            try
            {
                Row = _command.ExecuteReader();
            }
            catch
            {
                _cancelling.Dispose();
                _command.Dispose();
                throw;
            }
        }

        public NpgsqlDataReader Row { get; }

        public bool Next() => Row.Read() || !(_ended = true);

        /// <summary>A text's UTF-8 bytes, until the next one is read; nothing for null.</summary>
        public ReadOnlySpan<byte> Text(int column)
        {
            if (Row.IsDBNull(column))
            {
                return [];
            }

            int length;
            while ((length = (int)Row.GetBytes(column, 0, _text, 0, _text.Length)) == _text.Length)
            {
                Array.Resize(ref _text, 2 * length); // perhaps there is more
            }

            return _text.AsSpan(0, length);
        }

        public void Dispose()
        {
            _cancelling.Dispose();
            if (!_ended)
            {
                _command.Cancel(); // or closing would read the rest
            }

            try
            {
                Row.Dispose();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
            {
                // As was asked for.
            }

            _command.Dispose();
        }
    }
}
