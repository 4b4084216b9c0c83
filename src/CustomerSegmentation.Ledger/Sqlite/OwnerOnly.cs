namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Folders and files that nobody but the user who runs the engine may read: who bought what is in them.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder, and those above it that are missing. One that is there stays as it is.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, File600 | UnixFileMode.UserExecute);
        }
    }

    /// <summary>How to open a file that nobody else may open, and how to make it.</summary>
    public static FileStreamOptions File(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File600;
        }

        return options;
    }

    /// <summary>Takes from others what an earlier version, or a copy, left to them. A file of another user stays as it is.</summary>
    public static void Restrict(string path)
    {
        if (OperatingSystem.IsWindows() || !System.IO.File.Exists(path) || (System.IO.File.GetUnixFileMode(path) & ~File600) == UnixFileMode.None)
        {
            return;
        }

        try
        {
            System.IO.File.SetUnixFileMode(path, System.IO.File.GetUnixFileMode(path) & File600);
        }
        catch (UnauthorizedAccessException)
        {
            // Whoever owns it has said who may read it.
        }
    }
}
