using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger.Exports;

/// <summary>
/// The folder of an engine that was stopped, with lanes or a silo alone, opened so that nothing in it changes. No engine can start there until
/// it is disposed.
/// </summary>
public sealed class StoppedEngine : IDisposable
{
    private const string NotStopped = "Start the engine on it once, with the settings it had, and stop it; then export.";

    private readonly FolderLock _lock;

    private StoppedEngine(FolderLock folderLock, string path, SqliteSource source)
    {
        (_lock, Path) = (folderLock, path);
        Reader = new(source);
        Record = new(source);
        Subscriptions = new(source);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Models, segments, settings, and the customers' pages.</summary>
    public EngineReader Reader { get; }

    /// <summary>The migrations in the order of record.</summary>
    public RecordReader Record { get; }

    /// <summary>Who is told of migrations.</summary>
    public SubscriptionReader Subscriptions { get; }

    /// <summary>Takes the folder.</summary>
    /// <exception cref="StorageException">
    /// An engine runs on it, there is none in it, it is damaged, or the engine was killed or is of another version.
    /// </exception>
    public static StoppedEngine Open(string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, "segmentation.db"));
        if (!File.Exists(path))
        {
            throw new StorageException(StorageFault.Unavailable, $"There is no engine's data in '{folder}': it has no segmentation.db.");
        }

        var folderLock = FolderLock.Take(folder);
        try
        {
            folderLock.Hold(path);
            return Open(folderLock, path);
        }
        catch (SqliteException e)
        {
            folderLock.Dispose();
            throw EngineFile.Translate(path, e);
        }
        catch (InvalidDataException e)
        {
            folderLock.Dispose();
            throw EngineFile.Corrupt(path, e.Message, e);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Everybody as the engine would know them at its next start: as in the pages, with the migrations that came after.
    /// </summary>
    /// <exception cref="InvalidDataException">A page is damaged.</exception>
    public IEnumerable<Customer> Customers() => EngineFile.OwnerOf(Reader) == FileOwner.Silo ? Reader.CustomersInRows() : CustomersInPages();

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => _lock.Dispose();

    private IEnumerable<Customer> CustomersInPages()
    {
        var terms = Reader.Registry(RecordedTerms.Of(Reader, new EngineOptions()))!.Terms;
        var inPages = long.Parse(Reader.Meta(Markers.MigrationsInPages) ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        using var later = Record.End() > inPages ? Reader.LaterThan(inPages) : null;
        var chained = Reader.PagesAreChained;
        foreach (var (_, _, payload) in Reader.Pages())
        {
            foreach (var customer in CustomerPage.Read(payload.Span, chained))
            {
                if (later?.LastOf(customer.Id) is { } migration)
                {
                    customer.Replay(migration);
                    if (customer.SegmentState.Publication == terms.Publication.Ordinal)
                    {
                        customer.Resume(terms, long.MinValue);
                    }
                }

                yield return customer;
            }
        }
    }

    private static StoppedEngine Open(FolderLock folderLock, string path)
    {
        // A stop moves the write-ahead log into the file; immutable: SQLite reads without one, and makes none.
        if (new FileInfo(path + "-wal") is { Exists: true, Length: > 0 })
        {
            throw Killed(path);
        }

        var reading = new SqliteConnectionStringBuilder
        {
            DataSource = $"file:{new Uri(path).AbsolutePath}?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString();
        if (EngineFile.Examine(path, reading) < SqliteSchema.Version)
        {
            throw new StorageException(StorageFault.Unsuitable, $"The data in '{path}' is of an earlier version of the engine. {NotStopped}");
        }

        var engine = new StoppedEngine(folderLock, path, new SqliteSource(reading));
        return !engine.Reader.Journal().Any() ? engine : throw Killed(path);
    }

    private static StorageException Killed(string path) => new(
        StorageFault.Unsuitable, $"The engine of '{path}' was killed, and what it knew last is not in its pages yet. {NotStopped}");
}
