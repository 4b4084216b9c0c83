using System.Text;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>Ways to spoil the file of a host that is not running.</summary>
internal static class Damage
{
    private const int PageSize = 4_096;

    /// <summary>Changes its bytes.</summary>
    public static void Rewrite(string file, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(file);
        change(bytes);
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Cuts it off.</summary>
    public static void Cut(string file, long length)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(length);
    }

    /// <summary>Moves the write-ahead log into the file: what stands in the log hides what is wrong with the file.</summary>
    public static void Settle(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        checkpoint.ExecuteNonQuery();
    }

    /// <summary>Zeroes the first page on which a text stands, once the write-ahead log is in the file.</summary>
    public static void ZeroPageWith(string file, string text)
    {
        Settle(file);
        Rewrite(file, bytes =>
        {
            var place = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
            place.ShouldBeGreaterThan(PageSize, $"'{text}' must stand behind the first page");
            bytes.AsSpan(place / PageSize * PageSize, PageSize).Clear();
        });
    }

    /// <summary>Flips a bit of a value where it lies in the file, once the write-ahead log is in it.</summary>
    public static void FlipBit(string file, byte[] value)
    {
        Settle(file);
        Rewrite(file, bytes =>
        {
            var place = bytes.AsSpan().IndexOf(value.AsSpan(0, Math.Min(64, value.Length)));
            place.ShouldBeGreaterThan(0, "the value must lie in one piece, at least its beginning");
            bytes[place + Math.Min(40, value.Length - 1)] ^= 1;
        });
    }

    /// <summary>The one value that a query finds.</summary>
    public static byte[] Read(string file, string sql)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        using var read = connection.CreateCommand();
        read.CommandText = sql;
        return (byte[])read.ExecuteScalar()!;
    }

    /// <summary>Changes one row; <c>@value</c> is the value.</summary>
    public static void Write(string file, string sql, object value)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWriteCreate);
        using var write = connection.CreateCommand();
        write.CommandText = sql;
        write.Parameters.AddWithValue("@value", value);
        write.ExecuteNonQuery().ShouldBe(1);
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
