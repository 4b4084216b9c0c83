using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger.Exports;

/// <summary>An export, read through and found whole. It is read again for every part of it: it may be larger than memory.</summary>
public sealed class ExportFile
{
    private static readonly byte[] CustomerMark = "{\"customer\":"u8.ToArray();
    private static readonly byte[] MigrationMark = "{\"migration\":"u8.ToArray();

    private readonly string _path;
    private readonly List<ExportLine> _registry = []; // models, segments, publications, settings and subscriptions

    private ExportFile(string path) => _path = path;

    /// <summary>Names the file by what is in it.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Of the amounts, ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>How much there is of what.</summary>
    public ExportCounts Counts { get; private set; } = ExportCounts.None;

    /// <summary>Which version was put in force when, by ordinal.</summary>
    public IEnumerable<(int Ordinal, int Version)> Publications =>
        _registry.Select(line => line.Publication).OfType<ExportedPublication>().Select(row => (row.Ordinal, row.Version));

    /// <summary>Ids of those who are told of migrations.</summary>
    public IEnumerable<string> Subscriptions => _registry.Select(line => line.Subscription?.Id).OfType<string>();

    /// <summary>Reads an export to its end, and keeps what is small.</summary>
    /// <exception cref="StorageException">It cannot be read, is cut off or damaged, is none, or is of a newer version.</exception>
    public static ExportFile Open(string path)
    {
        var file = new ExportFile(path);
        try
        {
            file.Check();
            return file;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or FormatException)
        {
            throw new StorageException(
                StorageFault.Corrupt, $"'{path}' is damaged, cut off or not an export of an engine ({e.Message}). Export again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Unavailable, $"The export '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A setting or marker; null where the engine had none.</summary>
    public string? Setting(string key) => _registry.Find(line => line.Setting?.Key == key)?.Setting!.Value;

    /// <summary>Puts models, segments, publications, settings and subscriptions on record.</summary>
    public void SaveRegistry(LedgerWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var models = _registry.Select(line => line.Model).OfType<ModelDocument>().Select(model => model.ToRecord())
            .ToDictionary(model => model.Model.Version);
        foreach (var model in models.Values)
        {
            writer.Save(model);
        }

        foreach (var line in _registry)
        {
            switch (line)
            {
                case { Segment: { } segment }:
                    writer.Save(segment);
                    break;
                case { Publication: { } published }:
                    writer.Save(new Models.Publication(models[published.Version].Model, published.Ordinal, published.At));
                    break;
                case { Setting: { } setting }:
                    writer.SetMeta(setting.Key, setting.Value);
                    break;
                case { Subscription: { } subscription }:
                    writer.Save(subscription);
                    break;
            }
        }
    }

    /// <summary>First contacts of customers who entered no segment.</summary>
    public IEnumerable<FirstContact> FirstContacts() => Lines(line => !line.StartsWith(CustomerMark) && !line.StartsWith(MigrationMark))
        .Select(line => line.FirstContact).OfType<FirstContact>();

    /// <summary>Migrations in the order of record.</summary>
    public IEnumerable<Migration> Migrations() => Lines(line => line.StartsWith(MigrationMark)).Select(line => line.Migration!);

    /// <summary>Everybody, by <see cref="CustomerCodec"/>.</summary>
    public IEnumerable<byte[]> Customers() => Lines(line => line.StartsWith(CustomerMark)).Select(line => line.Customer!);

    private void Check()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ExportHeader? header = null;
        ExportEnd? end = null;
        foreach (var bytes in Lines())
        {
            var line = Parse(bytes.Span);
            if (header is null)
            {
                header = line.Export is { Kind: ExportHeader.OurKind } ours ? ours : throw new InvalidDataException("it begins differently");
                Accept(header);
            }

            if (end is not null)
            {
                throw new InvalidDataException("it goes on behind its end");
            }

            end = line.End;
            if (end is null)
            {
                hash.AppendData(bytes.Span);
                hash.AppendData("\n"u8);
                Take(line);
            }
        }

        Id = Convert.ToHexStringLower(hash.GetCurrentHash());
        if (end is null || end.Counts != Counts || end.Sha256 != Id)
        {
            throw new InvalidDataException(end is null ? "its end is missing" : "its end does not fit the rest");
        }
    }

    private void Accept(ExportHeader header)
    {
        Currency = header.Currency;
        if (header.Version > ExportHeader.OurVersion)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                $"The export '{_path}' was written by a newer version (format {header.Version}; this one knows {ExportHeader.OurVersion}). Use that version.");
        }
    }

    private void Take(ExportLine line)
    {
        Counts = Counts.With(line);
        if (line.Customer is { } packed)
        {
            var reader = new PackedReader(packed);
            CustomerCodec.Read(ref reader);
        }
        else if (line is { Migration: null, FirstContact: null })
        {
            _ = line.Model?.ToRecord();
            _registry.Add(line);
        }
    }

    private delegate bool Choice(ReadOnlySpan<byte> line);

    private IEnumerable<ExportLine> Lines(Choice chosen)
    {
        foreach (var line in Lines())
        {
            if (chosen(line.Span))
            {
                yield return Parse(line.Span);
            }
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Lines()
    {
        using var file = File.OpenRead(_path);
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        foreach (var line in ByteLines.Of(unpacked))
        {
            yield return line;
        }
    }

    private static ExportLine Parse(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, ExportJson.Default.ExportLine) ?? throw new InvalidDataException("a line says nothing");
}
