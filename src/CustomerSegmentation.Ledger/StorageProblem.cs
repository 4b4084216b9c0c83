using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger;

/// <summary>What is wrong with storage.</summary>
/// <param name="Sentence">For anybody: it names no file, host, table or customer.</param>
/// <param name="Detail">What storage itself says, for those who run the engine.</param>
public sealed record StorageProblem(string Sentence, string Detail)
{
    private const int Full = 13;        // SQLITE_FULL
    private const int CannotRead = 10;  // SQLITE_IOERR
    private const int Damaged = 11;     // SQLITE_CORRUPT
    private const int ReadOnly = 8;     // SQLITE_READONLY

    /// <summary>Says what an exception of storage means.</summary>
    public static StorageProblem Of(Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return new(
            cause switch
            {
                SqliteException { SqliteErrorCode: Full } => "The disk is full.",
                SqliteException { SqliteErrorCode: CannotRead } => "The disk cannot be read or written.",
                SqliteException { SqliteErrorCode: Damaged } => "The file is damaged.",
                SqliteException { SqliteErrorCode: ReadOnly } => "The file may not be written.",
                SqliteException sqlite => $"SQLite fails (code {sqlite.SqliteErrorCode}).",
                DbException { SqlState: { } state } => $"The database fails (SQLSTATE {state}).",
                DbException or TimeoutException => $"The database does not answer ({cause.GetType().Name}).",
                _ => $"Storage fails ({cause.GetType().Name}).",
            },
            cause.Message);
    }
}
