using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Engine;
using Dapper;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>
/// A lease as a lock of PostgreSQL that lasts as long as a connection of its own: a process that ends, however it ends, lets
/// go of it. The connection is asked every two seconds whether it still is one.
/// </summary>
internal static class PostgresReaderLease
{
    // In real time, whatever the engine's clock says: it is about the network.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static async Task<ReaderLease> TakeAsync(NpgsqlDataSource connections, string reader, CancellationToken cancellation)
    {
        var key = (long)XxHash64.Of($"segmentation turn {reader}");
        while (true)
        {
            if (await TryAsync(connections, key, cancellation) is { } connection)
            {
                return Hold(connection);
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    private static async Task<NpgsqlConnection?> TryAsync(NpgsqlDataSource connections, long key, CancellationToken cancellation)
    {
        var connection = connections.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellation);
            if (await connection.QuerySingleAsync<bool>(
                new CommandDefinition("SELECT pg_try_advisory_lock(@key)", new { key }, cancellationToken: cancellation)))
            {
                return connection;
            }
        }
        catch (Exception e) when (PostgresFaults.IsAway(e))
        {
            // Nobody holds the lease while the database is unavailable.
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    private static ReaderLease Hold(NpgsqlConnection connection)
    {
        var lost = new CancellationTokenSource();
        var given = new CancellationTokenSource();
        var watching = WatchAsync(connection, lost, given.Token);
        return new(GiveBackAsync, lost.Token);

        async ValueTask GiveBackAsync()
        {
            await given.CancelAsync();
            await watching;
            await connection.DisposeAsync();
            given.Dispose();
            lost.Dispose();
        }
    }

    private static async Task WatchAsync(NpgsqlConnection connection, CancellationTokenSource lost, CancellationToken given)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, TimeProvider.System, given);
                await connection.ExecuteAsync(new CommandDefinition("SELECT 1", commandTimeout: 5, cancellationToken: given));
            }
        }
        catch (Exception) when (given.IsCancellationRequested)
        {
            // Given back.
        }
        catch (Exception)
        {
            await lost.CancelAsync();
        }
    }
}
