using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Ledger;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Silo;

/// <summary>How the process ends, for whoever started it. Anything unforeseen ends as .NET ends it.</summary>
internal static class ExitCodes
{
    /// <summary>Stopped as asked; everything recorded is durable.</summary>
    public const int Done = 0;

    /// <summary>A setting makes no sense.</summary>
    public const int BadSettings = 2;

    /// <summary>Another process owns the data folder.</summary>
    public const int FolderInUse = 3;

    /// <summary>The data is damaged, not ours, or does not fit the settings.</summary>
    public const int UnusableData = 4;

    /// <summary>The data folder, or an address or port to listen on, cannot be used; or the cluster has lost this silo.</summary>
    public const int Unavailable = 5;

    /// <summary>The code for an error that is the user's to mend; null for any other.</summary>
    public static int? Of(Exception e) => e switch
    {
        SettingsException or ArgumentException => BadSettings,
        StorageException { Fault: StorageFault.InUse } => FolderInUse,
        StorageException { Fault: StorageFault.Corrupt or StorageFault.Unsuitable } => UnusableData,
        StorageException or IOException or SqliteException => Unavailable,
        _ => null,
    };
}
