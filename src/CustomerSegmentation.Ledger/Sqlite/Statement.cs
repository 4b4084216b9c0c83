using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// A prepared statement with parameters $1, $2, … set by position. Straight on SQLite, because a command of
/// Microsoft.Data.Sqlite looks every parameter up by its name at every run, and this runs for every migration.
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

        Execute();
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
