using System.Net.Sockets;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>Which errors of PostgreSQL pass, or are mended by whoever runs it while we wait.</summary>
internal static class PostgresFaults
{
    // Whole classes of SQLSTATE (PostgreSQL manual, appendix A).
    private static readonly string[] Classes =
    [
        "08", // connection exception
        "28", // wrong password: it may be in the middle of being changed
        "53", // too few resources: connections, disk, memory
        "57", // operator intervention: shutdown, crash of another session, not ready yet, statement timeout
        "58", // system error: input and output
    ];

    private static readonly string[] States =
    [
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.ReadOnlySqlTransaction, // a standby that is not the primary yet
        PostgresErrorCodes.InvalidCatalogName, // the database is being restored
    ];

    /// <summary>Whether trying again may help.</summary>
    public static bool IsAway(Exception e) => e switch
    {
        PostgresException refusal => Classes.Contains(refusal.SqlState[..2]) || States.Contains(refusal.SqlState),
        NpgsqlException failure => failure.IsTransient || failure.InnerException is { } cause && IsAway(cause),
        IOException or SocketException or TimeoutException => true,
        _ => false,
    };
}
