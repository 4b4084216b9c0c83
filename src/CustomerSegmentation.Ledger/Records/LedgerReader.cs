using System.Data.Common;
using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using Dapper;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Reads what is on record. Any thread; every call has a connection of its own from a pool.</summary>
public partial class LedgerReader
{
    internal const string MigrationColumns = """
        id AS Id, customer AS Customer, sequence AS Sequence, from_segment AS FromSegment, to_segment AS ToSegment,
        cause AS Cause, model_version AS ModelVersion, effective_at AS EffectiveAt, recorded_at AS RecordedAt,
        event_id AS EventId
        """; // what a file of any version has; Recorded reads them by their places

    internal const string LaterColumns = "monetary AS Monetary, rfm_before AS RfmBefore";

    internal LedgerReader(LedgerSource source) => Source = source;

    private protected LedgerSource Source { get; }

    /// <summary>A page of migrations, newest effective time first.</summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    public Page<Migration> Migrations(MigrationQuery query) => Migrations(query, last: null);

    /// <param name="query">Which.</param>
    /// <param name="last">The place of the last migration of the customer who is asked for, where each leads to the one before.</param>
    private protected Page<Migration> Migrations(MigrationQuery query, long? last)
    {
        ArgumentNullException.ThrowIfNull(query);
        var after = query.Cursor is { } text ? MigrationCursor.Parse(text) : null;
        string?[] conditions =
        [
            query.CustomerId is null ? null : "customer = @customer",
            query.From is null ? null : "effective_at >= @from",
            query.To is null ? null : "effective_at < @to",
            query.AsOf is null ? null : "effective_at <= @asOf",
            query.KnownAt is null ? null : "recorded_at <= @knownAt",
            query.Cause is null ? null : "cause = @cause",
            query.Segments.From is null ? null : "COALESCE(from_segment, @none) = @fromSegment",
            query.Segments.To is null ? null : "COALESCE(to_segment, @none) = @toSegment",
            query.Segments.Either is null ? null : "@segment IN (COALESCE(from_segment, @none), COALESCE(to_segment, @none))",
            after is null ? null : "(effective_at, id) < (@effective, @id)",
        ];
        var where = string.Join(" AND ", conditions.OfType<string>().DefaultIfEmpty("1 = 1"));
        var (chain, table) = last is not null ? (MigrationChain.Sql("@last"), "own")
            : query.CustomerId is not null ? Source.History
            : ("", "migrations");
        using var connection = Source.Connect();
        var rows = connection.Query<MigrationRow>(
            $"{chain} SELECT {MigrationColumns}, {LaterColumns} FROM {table} WHERE {where} ORDER BY effective_at DESC, id DESC LIMIT @limit",
            new
            {
                last,
                customer = query.CustomerId.AsText(),
                from = query.From?.UtcTicks,
                to = query.To?.UtcTicks,
                asOf = query.AsOf?.UtcTicks,
                knownAt = query.KnownAt?.UtcTicks,
                cause = (long?)query.Cause,
                none = SegmentFilter.None,
                fromSegment = query.Segments.From.AsText(),
                toSegment = query.Segments.To.AsText(),
                segment = query.Segments.Either.AsText(),
                effective = after?.EffectiveAt,
                id = after?.Id,
                limit = query.Limit + 1,
            }).AsList();
        var next = rows.Count > query.Limit
            ? new MigrationCursor(rows[query.Limit - 1].EffectiveAt, rows[query.Limit - 1].Id).ToString()
            : null;
        return new([.. rows.Take(query.Limit).Select(row => row.ToMigration())], next);
    }

    /// <summary>
    /// Migrations put on record after a place, in the order they were; without what customers were worth, which older files
    /// do not have.
    /// </summary>
    /// <exception cref="InvalidDataException">One of them cannot be.</exception>
    public IEnumerable<RecordedMigration> MigrationsAfter(long id)
    {
        using var connection = Source.Connect();
        using var rows = (DbDataReader)connection.ExecuteReader($"SELECT {MigrationColumns} FROM migrations WHERE id > @id ORDER BY id", new { id });
        while (rows.Read())
        {
            yield return Recorded(rows);
        }
    }

    /// <summary>Counts over the migrations on record.</summary>
    public TResult Report<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        Source.Feed(report, cancellation);
        return report.Finish();
    }

    /// <summary>
    /// The same on a thread of its own: it may take seconds, and those of the pool, of which there are as many as processors, are
    /// for answering everybody else.
    /// </summary>
    public Task<TResult> ReportAsync<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Report(report, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>A setting or marker; null if never set.</summary>
    public string? Meta(string key)
    {
        using var connection = Source.Connect();
        return connection.QuerySingleOrDefault<string>("SELECT value FROM meta WHERE key = @key", new { key });
    }

    /// <summary>What became of the last fit; null before the first.</summary>
    public LastFit? LastFit() =>
        Meta(Markers.LastFit) is { } json ? JsonSerializer.Deserialize(json, ModelDocumentJson.Default.LastFit) : null;

    /// <summary>Every model version; who is in force is told by <see cref="Publications"/>.</summary>
    public IReadOnlyList<ModelRecord> Models()
    {
        using var connection = Source.Connect();
        return [.. connection.Query<string>("SELECT document FROM models ORDER BY version").Select(ModelDocument.Parse)];
    }

    /// <summary>Which version was put in force when, by ordinal.</summary>
    public IReadOnlyList<(int Ordinal, int Version, DateTimeOffset At)> Publications()
    {
        using var connection = Source.Connect();
        return [.. connection.Query<(int, int, long)>("SELECT ordinal, version, at FROM publications ORDER BY ordinal")
            .Select(row => (row.Item1, row.Item2, new DateTimeOffset(row.Item3, TimeSpan.Zero)))];
    }

    /// <summary>Every segment there ever was, with its current wording.</summary>
    public IReadOnlyList<Segment> Segments()
    {
        using var connection = Source.Connect();
        return [.. connection.Query<(string, string, string, string)>("SELECT id, name, description, action FROM segments ORDER BY id")
            .Select(row => new Segment(row.Item1, row.Item2, row.Item3, row.Item4))];
    }

    private static RecordedMigration Recorded(DbDataReader row)
    {
        try
        {
            return new(row.GetInt64(0), new(
                row.GetString(1),
                row.GetInt32(2),
                Text(3),
                Text(4),
                (MigrationCause)row.GetInt32(5),
                row.GetInt32(6),
                new(row.GetInt64(7), TimeSpan.Zero),
                new(row.GetInt64(8), TimeSpan.Zero),
                Text(9),
                Monetary: null));
        }
        catch (Exception e) when (e is ArgumentException or InvalidCastException or InvalidOperationException or OverflowException)
        {
            throw new InvalidDataException($"A migration on record makes no sense: {e.Message}", e);
        }

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}
