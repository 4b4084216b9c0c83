namespace CustomerSegmentation.Ledger;

/// <summary>What is wrong with the data folder or the database. Each needs another answer of whoever runs the engine.</summary>
public enum StorageFault
{
    /// <summary>Another process owns the folder.</summary>
    InUse,

    /// <summary>The file is damaged or is not one of ours.</summary>
    Corrupt,

    /// <summary>It was written with other settings, or by a newer version, or is set up in a way that does not do.</summary>
    Unsuitable,

    /// <summary>The folder cannot be read or written, or the server cannot be reached.</summary>
    Unavailable,
}

/// <summary>The data folder or the database cannot be used as it is. Nothing in it was changed.</summary>
public sealed class StorageException(StorageFault fault, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>What is wrong.</summary>
    public StorageFault Fault { get; } = fault;
}
