namespace CustomerSegmentation.Silo;

/// <summary>Where a silo keeps customers, and what is on record.</summary>
internal enum StorageChoice
{
    /// <summary>In one file; the silo is alone.</summary>
    File,

    /// <summary>Nowhere for longer than the process; the silo is alone. For tests.</summary>
    Memory,

    /// <summary>Customers in Redis, the record in PostgreSQL; any number of silos.</summary>
    Cluster,
}
