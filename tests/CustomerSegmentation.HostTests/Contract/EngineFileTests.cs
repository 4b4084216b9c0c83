using CustomerSegmentation.HostTests.Ledger;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.HostTests.Contract;

public sealed class EngineFileTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("segmentation-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_write_ahead_log_is_moved_into_the_file_beside_the_writer()
    {
        using var file = EngineFile.Open(_folder.FullName);

        // 2,000 pages of 4 KiB: a quarter of what would make the writer itself move them.
        for (var i = 0; i < 80; i++)
        {
            file.Writer.Commit(writer => writer.AppendJournal(new byte[100_000]));
        }

        await Eventually.TrueAsync(() => new FileInfo(file.Path).Length > 4_000_000, "the file has what the log had");
    }

    [Fact]
    public void The_log_does_not_grow_without_bound_while_somebody_writes_on_and_on()
    {
        using var file = EngineFile.Open(_folder.FullName);
        var longest = 0L;
        for (var i = 0; i < 1_500; i++)
        {
            file.Writer.Commit(writer => writer.AppendJournal(new byte[100_000]));
            longest = Math.Max(longest, new FileInfo(file.Path + "-wal").Length);
        }

        new FileInfo(file.Path).Length.ShouldBeGreaterThan(100_000_000);
        longest.ShouldBeLessThan(66_000_000, "150 MB were written; 8,000 pages are 33 MB, and one round may be missed");
    }

    [Fact]
    public void A_journal_is_forgotten_piece_by_piece_and_no_further_than_told()
    {
        using var file = EngineFile.Open(_folder.FullName);
        file.Writer.Commit(writer => Enumerable.Repeat(new byte[1_000], 10).ToList().ForEach(entry => writer.AppendJournal(entry)));

        // Two entries of a thousand bytes are too few for 2,500, three are enough.
        (Cut() > 0, Left()).ShouldBe((true, "4 5 6 7 8 9 10"));
        (Cut() > 0, Left()).ShouldBe((true, "7 8 9 10"));
        (Cut() > 0, Left()).ShouldBe((true, "8 9 10"));
        (Cut(), Left()).ShouldBe((0, "8 9 10"));
        file.Writer.Commit(writer => writer.DeleteJournal(through: 9));
        Left().ShouldBe("10");

        long Cut()
        {
            var bytes = -1L;
            file.Writer.Commit(writer => bytes = writer.DeleteJournal(through: 7, most: 2_500));
            return bytes;
        }

        string Left() => string.Join(' ', file.Reader.Journal().Select(entry => entry.Place));
    }

    [Fact]
    public void A_reader_in_the_way_of_a_scrub_is_told_at_once_and_not_waited_for()
    {
        using var file = EngineFile.Open(_folder.FullName);
        Record(file, 10);
        var truncated = true;

        // As soon as the report has the first move: it reads in one transaction.
        file.Reader.Report(new Listening(afterTen: () => truncated = file.Writer.Scrub()), CancellationToken.None).Count.ShouldBe(10);

        truncated.ShouldBeFalse();
        file.Writer.Scrub().ShouldBeTrue();
    }

    [Fact]
    public void A_scrub_is_owed_until_it_is_done_for_the_last_who_was_erased()
    {
        using var file = EngineFile.Open(_folder.FullName);
        Record(file, 10);

        file.Writer.Commit(writer => writer.Erase("C1", "first"));
        file.Writer.Commit(writer => writer.Erase("C2", "second"));
        file.Writer.Commit(writer => writer.Scrubbed("first"));
        file.Reader.Meta(Erasure.Owed).ShouldBe("second");
        file.Writer.Commit(writer => writer.Scrubbed("second"));

        file.Reader.Meta(Erasure.Owed).ShouldBeNull();
        file.Reader.Report(new Listening(), CancellationToken.None).Count.ShouldBe(6);
    }

    private static void Record(EngineFile file, int migrations) => file.Writer.Commit(writer =>
    {
        for (var i = 1; i <= migrations; i++)
        {
            var at = Start.AddMinutes(i);
            writer.Append(new($"C{i % 7}", i, "a", "b", MigrationCause.Purchase, 1, at, at, null, 5));
        }
    });
}
