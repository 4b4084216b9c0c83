namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// Ownership of a data folder: open files that no second process can open. The operating system lets go of them when the process ends,
/// however it ends. The folder is marked before there is data in it; the data itself is held too, as a mark can be deleted.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly string _folder;
    private readonly FileStream _mark;
    private FileStream? _data;

    private FolderLock(string folder, FileStream mark) => (_folder, _mark) = (folder, mark);

    /// <summary>Takes a folder, and makes it if there is none.</summary>
    /// <exception cref="StorageException">Another process owns the folder, or it cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            OwnerOnly.CreateFolder(folder);
            var mark = Path.Combine(folder, "owner.lock");
            var held = new FolderLock(folder, new(mark, OwnerOnly.File(FileMode.OpenOrCreate, FileAccess.ReadWrite)));
            OwnerOnly.Restrict(mark);
            return held;
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && Directory.Exists(folder))
        {
            throw InUse(folder, "owner.lock", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageFault.Unavailable, $"The data folder '{folder}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>
    /// Holds the data in the folder, until after the last connection to it is closed: a file that a process closes loses all locks that
    /// SQLite has on it in that process.
    /// </summary>
    /// <exception cref="StorageException">Another process holds it.</exception>
    public void Hold(string path)
    {
        try
        {
            _data = new(path, FileMode.Open, FileAccess.Read, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw InUse(_folder, Path.GetFileName(path), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException(StorageFault.Unavailable, $"The database '{path}' cannot be used: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _data?.Dispose();
        _mark.Dispose();
    }

    private static StorageException InUse(string folder, string held, IOException e) => new(
        StorageFault.InUse,
        $"The data folder '{folder}' belongs to another running engine (its {held} is held). "
        + "Stop that one, or give this one a folder of its own with --Data.",
        e);
}
