using System.Globalization;
using Dapper;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>Listens for how far the record goes, on a connection of its own.</summary>
internal sealed class PostgresRecordListener(NpgsqlDataSource connections, string end, Action<long> moved)
{
    // In real time, whatever the engine's clock says: it is about the network.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _reached;

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (PostgresFaults.IsAway(e))
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        var told = 0L;
        connection.Notification += (_, notification) => told = long.Parse(notification.Payload, CultureInfo.InvariantCulture);
        await connection.ExecuteAsync(new CommandDefinition("LISTEN " + PostgresRows.Channel, cancellationToken: cancellation));

        // Listening first and looking then, nothing falls in between. Looking again shows whether anybody is still there.
        while (true)
        {
            Reach(await connection.QuerySingleAsync<long>(new CommandDefinition(end, cancellationToken: cancellation)));
            do
            {
                Reach(told);
            }
            while (await connection.WaitAsync(Pause, cancellation));
        }
    }

    private void Reach(long position)
    {
        if (position > _reached)
        {
            _reached = position;
            moved(position);
        }
    }
}
