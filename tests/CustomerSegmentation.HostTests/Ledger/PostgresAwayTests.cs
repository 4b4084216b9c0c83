using System.Collections.Concurrent;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Postgres;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.HostTests.Ledger;

/// <summary>A server that goes away and comes back. It is not the one that other tests use at the same time.</summary>
public sealed class PostgresAwayTests : IAsyncLifetime
{
    private PostgresServer? _server;
    private PostgresDatabase? _database;

    private PostgresServer Server => _server!;

    private PostgresDatabase Database => _database!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        _server = new();
        await Server.StartAsync();
        _database = PostgresDatabase.Open(await Server.CreateDatabaseAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _database?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everybody_goes_on_when_the_server_is_back(bool killed)
    {
        using var writer = Database.OpenWriter();
        using var idle = Database.OpenWriter();
        Append(writer, 1);
        Append(idle, 2);
        Database.Record.End().ShouldBe(2);

        await (killed ? Server.KillAsync() : Server.StopAsync());

        for (var i = 0; i < 3; i++)
        {
            IsAway(() => Append(writer, 3));
            IsAway(() => Database.Record.End());
            IsAway(() => Database.Shards.Find("A"));
            IsAway(() => Database.Reader.Report(new Listening(), CancellationToken.None));
        }

        await Server.StartAsync();

        Append(writer, 3);
        IsAway(() => Append(idle, 4)); // its connection is of before
        Append(idle, 4);
        await Eventually.TrueAsync(Reads, "connections of before are gone from the pool");
        Database.Record.Between(0, long.MaxValue, 10).Select(row => row.Migration.Sequence).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_commit_that_was_cut_off_leaves_nothing_behind_or_all_and_may_be_repeated()
    {
        using var writer = Database.OpenWriter();
        Append(writer, 1);
        var committing = Task.Run(() =>
        {
            for (var sequence = 2; ; sequence++)
            {
                Append(writer, sequence);
            }
        });
        await Eventually.TrueAsync(() => Database.Record.End() > 50, "it is under way");

        await Server.KillAsync();
        var cut = await committing.ContinueWith(task => task.Exception!.InnerException!, TaskScheduler.Default);
        Database.IsAway(cut).ShouldBeTrue(cut.ToString());
        await Server.StartAsync();

        await Eventually.TrueAsync(Reads, "connections of before are gone from the pool");
        var last = Database.Record.Between(0, long.MaxValue, int.MaxValue)[^1].Migration.Sequence;
        Append(writer, last);
        Append(writer, last + 1);
        Database.Record.Between(0, long.MaxValue, int.MaxValue).Select(row => row.Migration.Sequence)
            .ShouldBe(Enumerable.Range(1, last + 1));
    }

    [Fact]
    public async Task Whoever_watches_is_told_what_others_write_and_what_was_written_while_the_server_was_away()
    {
        using var writer = Database.OpenWriter();
        Append(writer, 1);
        var told = new ConcurrentQueue<long>();
        using var enough = new CancellationTokenSource();
        var watching = Database.WatchAsync(told.Enqueue, enough.Token);
        await Eventually.TrueAsync(() => told.LastOrDefault() == 1, "the end at the beginning");

        Append(writer, 2);
        await Eventually.TrueAsync(() => told.LastOrDefault() == 2, "what was written");
        await Server.StopAsync();
        await Server.StartAsync();
        Append(Database.OpenWriter(), 3);
        await Eventually.TrueAsync(() => told.LastOrDefault() > 2, "what was written before it could listen again");

        enough.Cancel();
        await watching;
        told.ShouldBe(told.Distinct().Order());
        told.Last().ShouldBe(Database.Record.End());
    }

    private static void Append(LedgerWriter writer, int sequence) => writer.Commit(_ => writer.Append(
        new("A", sequence, null, "s1", MigrationCause.Purchase, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, 1)));

    private void IsAway(Action work)
    {
        var e = Should.Throw<Exception>(work);
        Database.IsAway(e).ShouldBeTrue(e.ToString());
    }

    private bool Reads()
    {
        try
        {
            return Database.Record.End() > 0;
        }
        catch (Exception e) when (Database.IsAway(e))
        {
            return false;
        }
    }
}
