using System.Globalization;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Postgres;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Silo.Membership;

namespace CustomerSegmentation.Silo.Storage;

/// <summary>Opens the ledger of a silo, and makes sure that it fits the settings.</summary>
internal static class SiloLedger
{
    private const string ShardsKey = "shards";

    /// <exception cref="StorageException">The ledger cannot be used, or fits other settings.</exception>
    public static LedgerDatabase Open(SiloOptions options, EngineOptions engine)
    {
        LedgerDatabase ledger = options.Storage switch
        {
            StorageChoice.File => SqliteDatabase.Open(options.Data),
            StorageChoice.Memory => PassingLedger(),
            _ when options.IsOnPostgres => PostgresDatabase.Open(options.Postgres, withState: true, PostgresMembership.Tables),
            _ => PostgresDatabase.Open(options.Postgres),
        };
        try
        {
            Claim(ledger, Markers.Currency, engine.Currency, onRecord =>
                $"The ledger is in {onRecord}, and this silo is configured for {engine.Currency}. Amounts on record cannot "
                + "change their currency: use another database or data folder, or the old currency.");
            Claim(ledger, ShardsKey, options.Shards.ToString(CultureInfo.InvariantCulture), onRecord =>
                $"The ledger is in {onRecord} shards, and this silo is configured for {options.Shards}. "
                + $"All silos of a cluster have the same number, for ever: set Shards to {onRecord}.");
            if (!options.IsAlone)
            {
                var state = options.State.ToString().ToLowerInvariant();
                Claim(ledger, Markers.StateStorage, state, onRecord =>
                    $"The customers of this cluster keep their state in {onRecord}, and this silo is configured for {state}: set State to "
                    + $"{onRecord}. A cluster changes it by an export, and an import into an empty database.");
            }

            return ledger;
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>In a folder of its own that ends with the process: what a silo alone knows is in its memory.</summary>
    private static SqliteDatabase PassingLedger()
    {
        var folder = Directory.CreateTempSubdirectory("segmentation-silo-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return SqliteDatabase.Open(folder, durable: false);
    }

    /// <summary>The first silo says what holds, for ever; the others must say the same.</summary>
    private static void Claim(LedgerDatabase ledger, string key, string value, Func<string, string> objection)
    {
        if (ledger.Reader.Meta(key) is null)
        {
            using var writer = ledger.OpenWriter();
            writer.Commit(open => open.ClaimMeta(key, value));
        }

        if (ledger.Reader.Meta(key) is { } onRecord && onRecord != value)
        {
            throw new StorageException(StorageFault.Unsuitable, objection(onRecord));
        }
    }
}
