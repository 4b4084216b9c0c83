using System.Globalization;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Postgres;
using CustomerSegmentation.Ledger.Records;
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
        var shards = options.Shards.ToString(CultureInfo.InvariantCulture);
        if (options.IsAlone)
        {
            return OpenFile(options, engine.Currency, shards);
        }

        var ledger = options.IsOnPostgres
            ? PostgresDatabase.Open(options.Postgres, withState: true, PostgresMembership.Tables)
            : PostgresDatabase.Open(options.Postgres);
        try
        {
            Claim(ledger, Markers.Currency, engine.Currency);
            Claim(ledger, ShardsKey, shards);
            Expect(ledger.Reader, engine.Currency, shards);
            ClaimState(ledger, options.State.ToString().ToLowerInvariant());
            return ledger;
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>A file that does not fit is left as it is to the byte. On one with nobody in it, the last start says what holds.</summary>
    private static SqliteDatabase OpenFile(SiloOptions options, string currency, string shards)
    {
        var isEmpty = false;
        var ledger = options.Storage == StorageChoice.Memory ? PassingLedger() : SqliteDatabase.Open(options.Data, durable: true, file =>
        {
            isEmpty = file.HasNothingOnRecord;
            if (!isEmpty)
            {
                Expect(file.Reader, currency, shards);
            }
        });
        if (isEmpty || ledger.Reader.Meta(ShardsKey) is null)
        {
            using var writer = ledger.OpenWriter();
            writer.Commit(open =>
            {
                open.SetMeta(Markers.Currency, currency);
                open.SetMeta(ShardsKey, shards);
            });
        }

        return ledger;
    }

    /// <summary>In a folder of its own that ends with the process: what a silo alone knows is in its memory.</summary>
    private static SqliteDatabase PassingLedger()
    {
        var folder = Directory.CreateTempSubdirectory("segmentation-silo-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return SqliteDatabase.Open(folder, durable: false);
    }

    /// <summary>The first silo says what holds, for ever; the others must say the same.</summary>
    private static void Claim(PostgresDatabase ledger, string key, string value)
    {
        if (ledger.Reader.Meta(key) is null)
        {
            using var writer = ledger.OpenWriter();
            writer.Commit(open => open.ClaimMeta(key, value));
        }
    }

    private static void ClaimState(PostgresDatabase ledger, string state)
    {
        Claim(ledger, Markers.StateStorage, state);
        if (ledger.Reader.Meta(Markers.StateStorage) is { } onRecord && onRecord != state)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                $"The customers of this cluster keep their state in {onRecord}, and this silo is configured for {state}: set State to "
                + $"{onRecord}. A cluster changes it by an export, and an import into an empty database.");
        }
    }

    private static void Expect(LedgerReader reader, string currency, string shards)
    {
        if (reader.Meta(Markers.Currency) is { } itsCurrency && itsCurrency != currency)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                $"The ledger is in {itsCurrency}, and this silo is configured for {currency}. Amounts on record cannot "
                + "change their currency: use another database or data folder, or the old currency.");
        }

        if (reader.Meta(ShardsKey) is { } itsShards && itsShards != shards)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                $"The ledger is in {itsShards} shards, and this silo is configured for {shards}. "
                + $"All silos of a cluster have the same number, for ever: set Shards to {itsShards}.");
        }
    }
}
