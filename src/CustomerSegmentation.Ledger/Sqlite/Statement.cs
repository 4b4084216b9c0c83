using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// A prepared statement with parameters set by position: ?1, ?2, …, or $1, $2, … if they first appear in that order (to SQLite
/// those are names). Straight on SQLite, because a command of Microsoft.Data.Sqlite looks every parameter up by its name at every
/// run, and this runs for every migration.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = new byte[256]; // SQLite copies what it is given

    /// <exception cref="SqliteException">The statement does not fit the file.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    /// <summary>Sets a parameter; null and nothing are NULL.</summary>
    public void Bind(int place, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            // An empty span has no address, and SQLite would take that for NULL.
            Check(text is null ? raw.sqlite3_bind_null(_statement, place) : raw.sqlite3_bind_text(_statement, place, ""));
            return;
        }

        if (Encoding.UTF8.GetMaxByteCount(text.Length) is var most && most > _text.Length)
        {
            _text = new byte[most];
        }

        Check(raw.sqlite3_bind_text(_statement, place, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text))));
    }

    /// <inheritdoc cref="Bind(int, string)"/>
    public void Bind(int place, long? number) =>
        Check(number is { } n ? raw.sqlite3_bind_int64(_statement, place, n) : raw.sqlite3_bind_null(_statement, place));

    /// <inheritdoc cref="Bind(int, string)"/>
    public void Bind(int place, double? number) =>
        Check(number is { } n ? raw.sqlite3_bind_double(_statement, place, n) : raw.sqlite3_bind_null(_statement, place));

    /// <inheritdoc cref="Bind(int, string)"/>
    public void Bind(int place, ReadOnlySpan<byte> bytes) => Check(raw.sqlite3_bind_blob(_statement, place, bytes));

    /// <summary>Runs it with the parameters that are set.</summary>
    /// <exception cref="SqliteException">It did not run.</exception>
    public void Execute()
    {
        try
        {
            Check(raw.sqlite3_step(_statement));
        }
        finally
        {
            // Its error is that of the step.
            _ = raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Runs it with these parameters, of the types string and long.</summary>
    /// <exception cref="SqliteException">It did not run.</exception>
    public void Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        Execute();
    }

    /// <summary>Sets all parameters, of the types string and long.</summary>
    public void Bind(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            switch (values[i])
            {
                case null or string:
                    Bind(i + 1, (string?)values[i]);
                    break;
                case long number:
                    Bind(i + 1, number);
                    break;
                default:
                    throw new ArgumentException($"There is no way to bind a {values[i]!.GetType()}.", nameof(values));
            }
        }
    }

    /// <summary>Goes to the next row; false when there is none. Whoever has read enough calls <see cref="Reset"/>.</summary>
    /// <exception cref="SqliteException">It did not run.</exception>
    public bool Next()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return code == raw.SQLITE_ROW;
        }

        _ = raw.sqlite3_reset(_statement);
        throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), code, raw.sqlite3_extended_errcode(_database));
    }

    /// <summary>A number of the row.</summary>
    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A text of the row.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>Bytes of the row, valid until the next one.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>How many rows the last run changed.</summary>
    public int Changes => raw.sqlite3_changes(_database);

    /// <summary>Leaves the row, so that the log may be cut.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
