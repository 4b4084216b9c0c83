namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// Ownership of a data folder: an open file that no second process can open. The operating system lets go of it
/// when the process ends, however it ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="StorageException">Another process owns the folder, or it cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new(new(Path.Combine(folder, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && Directory.Exists(folder))
        {
            throw new StorageException(
                StorageFault.InUse,
                $"The data folder '{folder}' belongs to another running engine (its owner.lock is held). "
                + "Stop that one, or give this one a folder of its own with --Data.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageFault.Unavailable, $"The data folder '{folder}' cannot be written: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
