using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerSegmentation.Ledger;

/// <summary>
/// A prepared statement with parameters $1, $2, … set by position. Straight on SQLite, because a command of
/// Microsoft.Data.Sqlite looks every parameter up by its name at every run, and this runs for every migration.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The statement does not fit the file.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    /// <exception cref="SqliteException">It did not run.</exception>
    public void Execute(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            SqliteException.ThrowExceptionForRC(Bind(i + 1, values[i]), _database);
        }

        try
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_step(_statement), _database);
        }
        finally
        {
            // Its error is that of the step.
            _ = raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        string text => raw.sqlite3_bind_text(_statement, place, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        _ => throw new ArgumentException($"There is no way to bind a {value.GetType()}.", nameof(value)),
    };
}
