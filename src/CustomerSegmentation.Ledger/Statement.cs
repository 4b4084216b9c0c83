using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Ledger;

/// <summary>A prepared statement with parameters $1, $2, … set by position.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    public void Execute(params ReadOnlySpan<object?> values)
    {
        var parameters = _command.Parameters;
        for (var i = 0; i < values.Length; i++)
        {
            if (parameters.Count == i)
            {
                parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            }

            parameters[i].Value = values[i] ?? DBNull.Value;
        }

        _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
