namespace CustomerSegmentation.Ledger;

/// <summary>What is wrong with the data folder. Each needs another answer of whoever runs the engine.</summary>
public enum StorageFault
{
    /// <summary>Another process owns the folder.</summary>
    InUse,

    /// <summary>The file is damaged or is not one of ours.</summary>
    Corrupt,

    /// <summary>The file was written with other settings, or by a newer version.</summary>
    Unsuitable,

    /// <summary>The folder cannot be read or written.</summary>
    Unavailable,
}

/// <summary>The data folder cannot be used as it is. Nothing in it was changed.</summary>
public sealed class StorageException(StorageFault fault, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>What is wrong.</summary>
    public StorageFault Fault { get; } = fault;
}
