using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>A data folder that cannot be used is left as it is to the byte, and the host says so and ends.</summary>
public sealed class UnusableDataTests : IAsyncLifetime, IDisposable
{
    private readonly DataFolder _folder = new();

    /// <summary>A file with customers in its pages, and behind it a write-ahead log as a killed engine leaves it.</summary>
    public async ValueTask InitializeAsync()
    {
        using var living = new DataFolder();
        var trade = PurchaseLoad.Of(seed: 7, events: 600);
        var options = new EngineOptions { Clock = EngineClock.Event, Window = null };
        await using (var engine = EmbeddedEngine.Start(options, new() { Data = living.Path }, TimeProvider.System, NullLogger.Instance))
        {
            await engine.RecordAsync([.. trade.Events.Take(500)]);
        }

        await using (var engine = EmbeddedEngine.Start(options, new() { Data = living.Path }, TimeProvider.System, NullLogger.Instance))
        {
            await engine.RecordAsync([.. trade.Events.Skip(500)]);
            foreach (var name in new[] { "segmentation.db", "segmentation.db-wal" })
            {
                File.Copy(Path.Combine(living.Path, name), Path.Combine(_folder.Path, name));
            }
        }

        new FileInfo(_folder.File + "-wal").Length.ShouldBeGreaterThan(0);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_folder_itself_is_sound()
    {
        await using var host = await EmbeddedProcess.StartAsync(_folder.Path, "--Clock", "event", "--Window", "all");

        await host.NothingIsLostOrCountedTwiceAsync(PurchaseLoad.Of(seed: 7, events: 600).Events);
    }

    public static TheoryData<string> Damages => [.. Ruin.Keys];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_file_is_named_and_left_as_it_is(string damage)
    {
        Ruin[damage](_folder.File);
        var before = Contents();

        var (exitCode, errors) = await EmbeddedProcess.RunAsync(
            _folder.Path, "--urls", "http://127.0.0.1:0", "--Clock", "event", "--Window", "all");

        exitCode.ShouldBe(4, errors);
        errors.ShouldContain(_folder.File);
        errors.ShouldContain("Nothing was changed.");
        errors.ShouldContain("backup");
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        Contents().ShouldBe(before);
    }

    [Fact]
    public async Task A_log_whose_file_is_gone_is_not_thrown_away()
    {
        File.Delete(_folder.File);
        var before = Contents();

        var (exitCode, errors) = await EmbeddedProcess.RunAsync(_folder.Path, "--urls", "http://127.0.0.1:0");

        exitCode.ShouldBe(4, errors);
        errors.ShouldContain("write-ahead log");
        Contents().ShouldBe(before);
    }

    [Fact]
    public async Task A_file_in_another_currency_is_left_as_it_is()
    {
        var before = Contents();

        var (exitCode, errors) = await EmbeddedProcess.RunAsync(_folder.Path, "--urls", "http://127.0.0.1:0", "--Currency", "GBP");

        exitCode.ShouldBe(4, errors);
        errors.ShouldContain("EUR");
        errors.ShouldContain("GBP");
        Contents().ShouldBe(before);
    }

    [Fact]
    public async Task A_file_without_an_event_takes_over_another_currency_for_good()
    {
        using var folder = new DataFolder();
        await using (var first = await EmbeddedProcess.StartAsync(folder.Path))
        {
            await first.StopAsync();
        }

        await using (var second = await EmbeddedProcess.StartAsync(folder.Path, "--Currency", "GBP"))
        {
            (await second.RecordAsync(PurchaseLoad.Of(seed: 3, events: 20).Events)).Recorded.ShouldBe(20);
            await second.StopAsync();
        }

        var (exitCode, errors) = await EmbeddedProcess.RunAsync(folder.Path, "--urls", "http://127.0.0.1:0", "--Currency", "EUR");

        exitCode.ShouldBe(4, errors);
        errors.ShouldContain("GBP");
    }

    [Fact]
    public async Task A_file_half_made_when_the_first_start_was_killed_is_begun_anew()
    {
        using var folder = new DataFolder();
        await File.WriteAllTextAsync(folder.File + ".new", "half of a data");

        await using var host = await EmbeddedProcess.StartAsync(folder.Path);

        (await host.RecordAsync(PurchaseLoad.Of(seed: 3, events: 20).Events)).Recorded.ShouldBe(20);
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        using var folder = new DataFolder();
        var trade = PurchaseLoad.Of(seed: 5, events: 40);
        await using var first = await EmbeddedProcess.StartAsync(folder.Path, "--Clock", "event", "--Window", "all");
        await first.RecordAsync([.. trade.Events.Take(20)]);

        var (exitCode, errors) = await EmbeddedProcess.RunAsync(folder.Path, "--urls", "http://127.0.0.1:0");

        exitCode.ShouldBe(3, errors);
        errors.ShouldContain(folder.Path);
        errors.ShouldContain("another running engine");
        (await first.RecordAsync([.. trade.Events.Skip(20)])).Recorded.ShouldBe(20);
        await first.NothingIsLostOrCountedTwiceAsync(trade.Events);
        await first.StopAsync();
    }

    private static Dictionary<string, Action<string>> Ruin { get; } = new()
    {
        ["garbage in the header"] = file =>
        {
            // As after a clean stop: the log has a copy of the header, which SQLite would use.
            File.Delete(file + "-wal");
            Rewrite(file, bytes => new Random(1).NextBytes(bytes.AsSpan(0, 100)));
        },
        ["garbage after the header"] = file => Rewrite(file, bytes => new Random(1).NextBytes(bytes.AsSpan(100, 4_000))),
        ["flipped bytes throughout the middle"] = file => Rewrite(file, bytes =>
        {
            for (var i = bytes.Length / 3; i < bytes.Length * 2 / 3; i += 97)
            {
                bytes[i] ^= 0xFF;
            }
        }),
        ["one flipped bit of a customer"] = file =>
        {
            var page = FirstPage(file);
            Rewrite(file, bytes => bytes[bytes.AsSpan().IndexOf(page.AsSpan(0, 64)) + 40] ^= 1);
        },
        ["a customer cut short under a seal that fits"] = file =>
        {
            var buffer = Array.Empty<byte>();
            var page = ChecksummedBlob.Seal(ChecksummedBlob.Open(FirstPage(file)).Span[..^3], ref buffer).ToArray();
            Write(file, "UPDATE pages SET payload = @value WHERE id = (SELECT MIN(id) FROM pages)", page);
        },
        ["a migration at no time"] = file =>
            Write(file, "UPDATE migrations SET effective_at = @value WHERE id = (SELECT MAX(id) FROM migrations)", -1),
        ["cut in half"] = file => Cut(file, new FileInfo(file).Length / 2),
        ["cut in the middle of a page"] = file => Cut(file, (new FileInfo(file).Length / 2) + 1_000),
        ["cut to nothing"] = file => Cut(file, 0),
        ["text"] = file => File.WriteAllText(file, new StringBuilder().Insert(0, "customer;amount\nC-1;59.90\n", 400).ToString()),
        ["a stranger's database"] = file =>
        {
            File.Delete(file);
            File.Delete(file + "-wal");
            Write(file, "CREATE TABLE orders (id INTEGER PRIMARY KEY, total REAL); INSERT INTO orders (total) VALUES (@value)", 59.9);
        },
    };

    /// <summary>The first page of customers, as it lies in the file.</summary>
    private static byte[] FirstPage(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT payload FROM pages ORDER BY id LIMIT 1";
        return (byte[])read.ExecuteScalar()!;
    }

    private static void Write(string file, string sql, object value)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var write = connection.CreateCommand();
        write.CommandText = sql;
        write.Parameters.AddWithValue("@value", value);
        write.ExecuteNonQuery().ShouldBe(1);
    }

    private static void Rewrite(string file, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(file);
        change(bytes);
        File.WriteAllBytes(file, bytes);
    }

    private static void Cut(string file, long length)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(length);
    }

    /// <summary>What lies in the folder. The index of the log is no data: SQLite makes it anew from the log.</summary>
    private List<string> Contents() => [.. Directory.EnumerateFiles(_folder.Path).Order()
        .Where(file => Path.GetExtension(file) is ".db" or ".db-wal" && new FileInfo(file).Length > 0)
        .Select(file => string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(file)} {new FileInfo(file).Length} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"))];
}
