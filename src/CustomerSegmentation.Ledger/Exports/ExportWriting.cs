using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger.Exports;

/// <summary>Writes all that a stopped engine knows as one file of JSON lines, gzipped; the same folder gives the same file.</summary>
public static class ExportWriting
{
    private const int RowBatchSize = 5_000;

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private static readonly string[] Settings =
        [Markers.Window, Markers.Hysteresis, Markers.Clock, Markers.Refits, Markers.LastFit];

    /// <summary>Writes one line after the other: nobody has all customers in memory.</summary>
    /// <param name="engine">Whose.</param>
    /// <param name="output">Where to; left open.</param>
    /// <param name="progress">Is told of every line.</param>
    /// <param name="cancellation">Ends it with half a file.</param>
    /// <exception cref="StorageException">The engine's file is damaged.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public static ExportCounts Export(
        this StoppedEngine engine, Stream output, Action<ExportCounts> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(progress);
        try
        {
            return Write(engine, output, progress, cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw EngineFile.Corrupt(engine.Path, e.Message, e);
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            throw EngineFile.Translate(engine.Path, e);
        }
    }

    private static ExportCounts Write(
        StoppedEngine engine, Stream output, Action<ExportCounts> progress, CancellationToken cancellation)
    {
        using var packed = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counts = ExportCounts.None;
        foreach (var line in Lines(engine))
        {
            cancellation.ThrowIfCancellationRequested();
            Put(line);
            counts = counts.With(line);
            progress(counts);
        }

        Put(new() { End = new(counts, Convert.ToHexStringLower(hash.GetCurrentHash())) });
        return counts;

        void Put(ExportLine line)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(line, ExportJson.Default.ExportLine);
            packed.Write(bytes);
            packed.Write(LineEnd);
            hash.AppendData(bytes);
            hash.AppendData(LineEnd);
        }
    }

    private static IEnumerable<ExportLine> Lines(StoppedEngine engine)
    {
        var reader = engine.Reader;
        var currency = reader.Meta(Markers.Currency) ?? throw new InvalidDataException("It has no currency.");
        return Enumerable.Empty<ExportLine>()
            .Append(new() { Export = new(ExportHeader.OurKind, ExportHeader.OurVersion, currency) })
            .Concat(reader.Models().Select(model => new ExportLine { Model = ModelDocument.From(model) }))
            .Concat(reader.Segments().Select(segment => new ExportLine { Segment = segment }))
            .Concat(reader.Publications().Select(row => new ExportLine { Publication = new(row.Ordinal, row.Version, row.At) }))
            .Concat(Settings.Where(key => reader.Meta(key) is not null)
                .Select(key => new ExportLine { Setting = new(key, reader.Meta(key)!) }))
            .Concat(engine.Subscriptions.All().Select(subscription => new ExportLine { Subscription = subscription }))
            .Concat(reader.FirstContacts().Select(contact => new ExportLine { FirstContact = new(contact.CustomerId, contact.Since, contact.RecordedAt) }))
            .Concat(Migrations(engine.Record).Select(migration => new ExportLine { Migration = migration }))
            .Concat(engine.Customers().Select(customer => new ExportLine { Customer = CustomerCodec.Pack(customer) }));
    }

    private static IEnumerable<Migration> Migrations(RecordReader record)
    {
        IReadOnlyList<RecordedMigration> some;
        for (var place = 0L; (some = record.Between(place, long.MaxValue, RowBatchSize)).Count > 0; place = some[^1].Position)
        {
            foreach (var recorded in some)
            {
                yield return recorded.Migration;
            }
        }
    }
}
