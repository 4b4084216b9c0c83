namespace CustomerSegmentation.Silo;

/// <summary>Where a silo keeps customers, and what is on record.</summary>
internal enum StorageChoice
{
    /// <summary>In one file; the silo is alone.</summary>
    File,

    /// <summary>Nowhere for longer than the process; the silo is alone. For tests.</summary>
    Memory,

    /// <summary>The record in PostgreSQL, customers in Redis or there too; any number of silos.</summary>
    Cluster,
}

/// <summary>Where several silos keep the state of customers, and find each other.</summary>
internal enum StateChoice
{
    /// <summary>In Redis.</summary>
    Redis,

    /// <summary>In PostgreSQL, in one transaction with what comes on record. Nothing else is needed.</summary>
    Postgres,
}
