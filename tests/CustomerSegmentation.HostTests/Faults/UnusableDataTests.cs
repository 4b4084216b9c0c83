using System.Text;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>A data folder that cannot be used is left as it is to the byte, and the host says so and ends.</summary>
public abstract class UnusableDataTests : IAsyncLifetime, IDisposable
{
    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    /// <summary>What a host has left, sound until the test spoils it.</summary>
    private protected DataFolder Folder { get; } = new();

    public async ValueTask InitializeAsync() => await SoundData.CopyAsync(Host, Folder.Path);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_folder_itself_is_sound()
    {
        await using var host = await Host.StartAsync(Folder.Path, SoundData.Settings);

        await host.NothingIsLostOrCountedTwiceAsync(SoundData.PurchaseLoad.Events);
    }

    public static TheoryData<string> Damages => [.. Ruin.Keys];

    [Theory]
    [MemberData(nameof(Damages))]
    public Task A_damaged_file_is_named_and_left_as_it_is(string damage) => IsNamedAndLeftAsItIsAsync(Ruin[damage]);

    [Fact]
    public async Task A_log_whose_file_is_gone_is_not_thrown_away()
    {
        File.Delete(Folder.File);
        var before = Folder.Contents();

        var (exitCode, errors) = await Host.RunAsync(Folder.Path);

        exitCode.ShouldBe(4, errors);
        errors.ShouldContain("write-ahead log");
        Folder.Contents().ShouldBe(before);
    }

    [Fact]
    public async Task A_file_in_another_currency_is_left_as_it_is()
    {
        var before = Folder.Contents();

        var (exitCode, errors) = await Host.RunAsync(Folder.Path, "--Currency", "GBP");

        exitCode.ShouldBe(4, errors);
        errors.ShouldContain("EUR");
        errors.ShouldContain("GBP");
        Folder.Contents().ShouldBe(before);
    }

    [Fact]
    public async Task A_file_of_the_other_host_is_left_as_it_is()
    {
        var before = Folder.Contents();

        var (exitCode, errors) = await Host.Other.RunAsync(Folder.Path, SoundData.Settings);

        exitCode.ShouldBe(4, errors);
        errors.ShouldContain(Folder.File);
        errors.ShouldContain("was written by");
        errors.ShouldContain("--Data");
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        Folder.Contents().ShouldBe(before);
    }

    /// <summary>Starts the host on a file that was ruined.</summary>
    private protected async Task IsNamedAndLeftAsItIsAsync(Action<string> ruin)
    {
        ruin(Folder.File);
        var before = Folder.Contents();

        var (exitCode, errors) = await Host.RunAsync(Folder.Path, SoundData.Settings);

        exitCode.ShouldBe(4, errors);
        errors.ShouldContain(Folder.File);
        errors.ShouldContain("Nothing was changed.");
        errors.ShouldContain("backup");
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        Folder.Contents().ShouldBe(before);
    }

    private static Dictionary<string, Action<string>> Ruin { get; } = new()
    {
        ["garbage in the header"] = file =>
        {
            // As after a clean stop: the log has a copy of the header, which SQLite would use.
            File.Delete(file + "-wal");
            Damage.Rewrite(file, bytes => new Random(1).NextBytes(bytes.AsSpan(0, 100)));
        },
        ["garbage after the header"] = file =>
        {
            Damage.Settle(file);
            Damage.Rewrite(file, bytes => new Random(1).NextBytes(bytes.AsSpan(100, 4_000)));
        },
        ["flipped bytes throughout the middle"] = file => Damage.Rewrite(file, bytes =>
        {
            for (var i = bytes.Length / 3; i < bytes.Length * 2 / 3; i += 97)
            {
                bytes[i] ^= 0xFF;
            }
        }),
        ["a page of zeroes"] = file => Damage.ZeroPageWith(file, SoundData.PurchaseLoad.Events[0].CustomerId),
        ["cut in half"] = file => Damage.Cut(file, new FileInfo(file).Length / 2),
        ["cut in the middle of a page"] = file => Damage.Cut(file, (new FileInfo(file).Length / 2) + 1_000),
        ["cut to nothing"] = file => Damage.Cut(file, 0),
        ["text"] = file => File.WriteAllText(file, new StringBuilder().Insert(0, "customer;amount\nC-1;59.90\n", 400).ToString()),
        ["a stranger's database"] = file =>
        {
            File.Delete(file);
            File.Delete(file + "-wal");
            Damage.Write(file, "CREATE TABLE orders (id INTEGER PRIMARY KEY, total REAL); INSERT INTO orders (total) VALUES (@value)", 59.9);
        },
    };
}
