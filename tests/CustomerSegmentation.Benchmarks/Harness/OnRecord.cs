using Dapper;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Looks into a running engine's file from beside it.</summary>
internal static class OnRecord
{
    public static (long Journal, long Migrations) LastPlaces(string folder)
    {
        using var connection = Open(folder);
        return connection.QuerySingle<(long, long)>(
            "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'journal'), 0), COALESCE((SELECT MAX(id) FROM migrations), 0)");
    }

    /// <summary>
    /// Bytes of events and migrations that were put on record since, without indexes and headers; null when a
    /// checkpoint has cut some of them off meanwhile.
    /// </summary>
    public static double? BytesAfter(string folder, (long Journal, long Migrations) places)
    {
        using var connection = Open(folder);
        var (first, events) = connection.QuerySingle<(long?, long?)>(
            "SELECT MIN(seq), SUM(LENGTH(payload)) FROM journal WHERE seq > @Journal", new { places.Journal });
        var migrations = connection.QuerySingle<long?>(
            """
            SELECT SUM(LENGTH(customer) + COALESCE(LENGTH(from_segment), 0) + COALESCE(LENGTH(to_segment), 0)
                + COALESCE(LENGTH(event_id), 0) + 8 + 8 + 3) FROM migrations WHERE id > @Migrations
            """,
            new { places.Migrations });
        return first == places.Journal + 1 ? events + (migrations ?? 0) : null;
    }

    public static long Migrations(string folder)
    {
        using var connection = Open(folder);
        return connection.QuerySingle<long>("SELECT COUNT(*) FROM migrations");
    }

    public static SqliteConnection Open(string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "segmentation.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}
