using CustomerSegmentation.Ledger.Records;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// The one file of a host that works alone, <c>segmentation.db</c>: a SQLite database with write-ahead log and full sync.
/// One process owns its folder. One thread writes, any number read.
/// </summary>
public sealed class EngineFile : IDisposable
{
    private const long MaxBytesToCheck = 256L << 20; // a full check reads the whole file: bounded, for quick starts

    private readonly FolderLock _lock;
    private SqliteWriter? _writer;

    private EngineFile(FolderLock folderLock, string path)
    {
        _lock = folderLock;
        Path = path;
        Reading = ConnectionString(path, SqliteOpenMode.ReadOnly);
        Writing = ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false);
        var source = new SqliteSource(Reading);
        Reader = new(source);
        Record = new(source);
        Subscriptions = new(source);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// For the one thread that writes. Opened when first asked for: as long as a damaged file is only read, closing it
    /// does not move the write-ahead log into it.
    /// </summary>
    public SqliteWriter Writer => _writer ??= SqliteWriter.Open(Writing);

    /// <summary>Whether no customer is known and no model was fitted: then the settings of the first start may still be changed.</summary>
    public bool HasNothingOnRecord => Record.End() == 0 && !Reader.FirstContacts().Any() && Reader.Models().Count <= 1;

    /// <summary>Which host the file belongs to; null as long as none has begun on it.</summary>
    internal FileOwner? Owner => OwnerOf(Reader);

    /// <summary>Makes sure, without writing, that the file is not another host's.</summary>
    /// <exception cref="StorageException">It is.</exception>
    public void Expect(FileOwner host)
    {
        if (Owner is { } owner && owner != host)
        {
            throw new StorageException(StorageFault.Unsuitable, owner == FileOwner.Silo
                ? $"The data in '{Path}' was written by a silo, which keeps customers in another form than the engine with lanes. "
                    + "Start the silo on it, or give this engine a folder of its own with --Data."
                : $"The data in '{Path}' was written by the engine with lanes, which keeps customers in another form than a silo. "
                    + "Carry it over: 'segmentation export' it, and start the silo on a folder of its own with --Data and --Import.");
        }
    }

    /// <summary>Makes the file this host's for ever, and brings it to the tables of today.</summary>
    /// <exception cref="StorageException">It is another host's. Nothing was changed.</exception>
    public void Claim(FileOwner host)
    {
        Expect(host);
        Upgrade();
        if (Reader.Meta(Markers.Owner) is null)
        {
            Writer.Commit((SqliteWriter writer) => writer.SetMeta(Markers.Owner, host.ToString()));
        }
    }

    /// <summary>Which host a file belongs to; files from before there were two are of the engine with lanes.</summary>
    internal static FileOwner? OwnerOf(EngineReader reader) =>
        Enum.TryParse<FileOwner>(reader.Meta(Markers.Owner), out var owner) ? owner
        : reader.Publications().Count > 0 ? FileOwner.Lanes
        : null;

    /// <summary>
    /// Brings a file of an earlier version to the tables of today: to be called once it was read and found good. Until then
    /// it stays as it is.
    /// </summary>
    public void Upgrade() => _ = Writer;

    /// <summary>For any thread.</summary>
    public EngineReader Reader { get; }

    /// <summary>The migrations in the order of record; for any thread.</summary>
    public RecordReader Record { get; }

    /// <summary>Who is told of migrations; for any thread.</summary>
    public SubscriptionReader Subscriptions { get; }

    /// <summary>For connections that read.</summary>
    internal string Reading { get; }

    /// <summary>For connections that write.</summary>
    internal string Writing { get; }

    /// <summary>Opens the file in a folder, or makes a new one.</summary>
    /// <exception cref="StorageException">The folder is in use, unreadable, or holds a file that is damaged or not ours.</exception>
    public static EngineFile Open(string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, "segmentation.db"));
        var folderLock = FolderLock.Take(folder);
        try
        {
            if (File.Exists(path))
            {
                folderLock.Hold(path);
                Examine(path, ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
            }
            else
            {
                Create(path);
                folderLock.Hold(path);
            }

            foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            {
                OwnerOnly.Restrict(file);
            }

            return new(folderLock, path);
        }
        catch (SqliteException e)
        {
            folderLock.Dispose();
            throw Translate(path, e);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>What an error of SQLite means for whoever runs the engine.</summary>
    public static StorageException Translate(string path, SqliteException e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB
            ? Corrupt(path, e.Message, e)
            : new(StorageFault.Unavailable, $"The database '{path}' cannot be used: {e.Message}", e);
    }

    /// <summary>The file is damaged; says what to do.</summary>
    public static StorageException Corrupt(string path, string detail, Exception? cause = null) => new(
        StorageFault.Corrupt,
        $"The database '{path}' is damaged or is not a segmentation database ({detail}). Nothing was changed. "
        + "Put a backup in its place, or move it away to begin anew and let the shop send its events again.",
        cause);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The writer closes last: whoever closes last moves the write-ahead log into the file, and readers may not.
        using (var reader = new SqliteConnection(Reading))
        {
            SqliteConnection.ClearPool(reader);
        }

        _writer?.Dispose();
        _lock.Dispose();
    }

    /// <summary>
    /// Makes the file beside its place and moves it there: a process that is killed meanwhile leaves no half of one,
    /// which the next start would take for somebody else's. SQLite has synced the content before; its first sync of
    /// the write-ahead log syncs the folder too.
    /// </summary>
    private static void Create(string path)
    {
        if (File.Exists(path + "-wal"))
        {
            throw Corrupt(path, "its write-ahead log is there and it is not");
        }

        var draft = path + ".new";
        foreach (var left in new[] { draft, draft + "-journal" })
        {
            File.Delete(left);
        }

        using (new FileStream(draft, OwnerOnly.File(FileMode.CreateNew, FileAccess.ReadWrite)))
        {
            // Empty: SQLite gives it no rights, and its journals those that it has.
        }

        using (var connection = new SqliteConnection(ConnectionString(draft, SqliteOpenMode.ReadWriteCreate, pooling: false)))
        {
            connection.Open();
            using var create = connection.CreateCommand();
            create.CommandText =
                $"BEGIN; PRAGMA application_id = {SqliteSchema.ApplicationId}; PRAGMA user_version = {SqliteSchema.Version}; "
                + SqliteSchema.Create + " COMMIT;";
            create.ExecuteNonQuery();
        }

        File.Move(draft, path);
    }

    /// <summary>
    /// Looks without writing: a file that is not ours, or damaged, stays as it is to the byte. The version of its tables.
    /// </summary>
    /// <exception cref="StorageException">It is damaged, not ours, or of a newer version.</exception>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    internal static long Examine(string path, string reading)
    {
        if (new FileInfo(path).Length == 0)
        {
            // SQLite would call it new and remove the write-ahead log that lies beside it.
            throw Corrupt(path, "it is empty");
        }

        using var connection = new SqliteConnection(reading);
        connection.Open();
        if (Ask<long>(connection, "PRAGMA application_id") != SqliteSchema.ApplicationId)
        {
            throw Corrupt(path, "it does not bear our mark");
        }

        var version = Ask<long>(connection, "PRAGMA user_version");
        if (version > SqliteSchema.Version)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                $"The database '{path}' was written by a newer version of the engine (schema {version}; "
                + $"this one knows {SqliteSchema.Version}). Use that version.");
        }

        if (new FileInfo(path).Length <= MaxBytesToCheck
            && Ask<string>(connection, "PRAGMA quick_check(1)") is var answer and not "ok")
        {
            throw Corrupt(path, answer.ReplaceLineEndings(" "));
        }

        return version;
    }

    private static T Ask<T>(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling = true) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = pooling }.ToString();
}
