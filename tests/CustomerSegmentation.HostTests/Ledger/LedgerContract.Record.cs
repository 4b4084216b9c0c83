using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;

namespace CustomerSegmentation.HostTests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public void An_empty_record_has_a_name_and_no_end()
    {
        Database.Record.Id().Length.ShouldBe(16);
        Database.Record.End().ShouldBe(0);
        Database.Record.Between(0, long.MaxValue, 10).ShouldBeEmpty();
        Writer.LastMigration.ShouldBe(0);
        Writer.Commit(_ => { });
    }

    [Fact]
    public void What_stands_on_record_keeps_its_position_and_no_position_is_given_twice()
    {
        Record(Moved("A", 1, null, "s1", 1), Moved("B", 1, null, "s1", 1), Moved("C", 1, null, "s1", 1));
        var before = Database.Record.Between(0, long.MaxValue, 10);
        before.Select(row => row.Migration.CustomerId).ShouldBe(["A", "B", "C"]);
        var end = Database.Record.End();
        (Writer.LastMigration, before[^1].Position).ShouldBe((end, end));

        Writer.Commit(writer => writer.Forget("C"));
        Database.Record.End().ShouldBe(end);
        Record(Moved("D", 1, null, "s1", 1));

        var after = Database.Record.Between(0, Database.Record.End(), 10);
        after.Take(2).ShouldBe(before.Take(2));
        (after[2].Migration.CustomerId, after[2].Position > end).ShouldBe(("D", true));
        Database.Record.Between(after[0].Position, after[1].Position, 10).ShouldBe([after[1]]);
        Database.Record.Between(0, long.MaxValue, 2).Count.ShouldBe(2);
    }

    [Fact]
    public void A_migration_is_on_record_once()
    {
        var first = Moved("A", 1, null, "s1", 1);
        Record(first, Moved("A", 2, "s1", "s2", 2), Moved("A", 2, "s1", "s3", 2));
        var end = Writer.LastMigration;

        Record(first with { To = "other" }, Moved("A", 3, "s2", "s3", 3), first);
        Record(first);

        Database.Record.Between(0, long.MaxValue, 10).Select(row => (row.Migration.Sequence, row.Migration.To))
            .ShouldBe([(1, "s1"), (2, "s2"), (3, "s3")]);
        Writer.LastMigration.ShouldBeGreaterThan(end);
        Writer.LastMigration.ShouldBe(Database.Record.Between(0, long.MaxValue, 10)[^1].Position);
    }

    [Fact]
    public void A_commit_that_fails_leaves_nothing_behind_and_can_be_repeated()
    {
        Action<LedgerWriter> work = writer =>
        {
            writer.Append(Moved("A", 1, null, "s1", 1));
            writer.Save(SegmentState("A", 1));
            writer.SetMeta("key", "value");
        };

        Should.Throw<InvalidDataException>(() => Writer.Commit(writer =>
        {
            work(writer);
            throw new InvalidDataException();
        }));
        (Database.Record.End(), Database.Shards.Count(), Database.Reader.Meta("key")).ShouldBe((0, 0, null));

        Writer.Commit(work);
        Writer.Commit(work);
        Database.Record.Between(0, long.MaxValue, 10).Count.ShouldBe(1);
        (Database.Shards.Count(), Database.Reader.Meta("key")).ShouldBe((1, "value"));
    }

    [Fact]
    public void Within_a_commit_later_work_finds_what_earlier_work_did()
    {
        Writer.Commit(writer =>
        {
            writer.Append(Moved("A", 1, null, "s1", 1));
            writer.AddFirstContact("A", Day(1), Day(1));
            writer.Save(SegmentState("A", 5));
            writer.Forget("A");
            writer.Append(Moved("A", 1, null, "s2", 2));
            writer.Save(SegmentState("A", 1));
        });

        Database.Record.Between(0, long.MaxValue, 10).ShouldHaveSingleItem().Migration.To.ShouldBe("s2");
        Database.Shards.Find("A")!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_reads_while_several_write_misses_nothing_and_never_goes_back()
    {
        const int Writers = 4, Commits = 40;
        var written = 0;
        var seen = new List<RecordedMigration>();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() =>
        {
            using var writer = Database.OpenWriter();
            var random = new Random(w);
            for (var (commit, sequence) = (0, 0); commit < Commits; commit++)
            {
                var count = random.Next(8) == 0 ? 1_500 : random.Next(1, 20); // short ones overtake long ones if they can
                writer.Commit(_ =>
                {
                    for (var i = 0; i < count; i++)
                    {
                        writer.Append(Moved($"W{w}", ++sequence, "a", "b", sequence));
                    }
                });
                Interlocked.Add(ref written, count);
                Database.Record.End().ShouldBeGreaterThanOrEqualTo(writer.LastMigration);
            }
        })));

        while (!writing.IsCompleted)
        {
            Read();
        }

        await writing;
        Read();

        seen.Count.ShouldBe(written);
        seen.SequenceEqual(Database.Record.Between(0, long.MaxValue, int.MaxValue)).ShouldBeTrue();
        foreach (var own in seen.GroupBy(row => row.Migration.CustomerId))
        {
            own.Select(row => row.Migration.Sequence).ShouldBe(Enumerable.Range(1, own.Count()), own.Key);
        }

        void Read()
        {
            var after = seen.Count == 0 ? 0 : seen[^1].Position;
            seen.AddRange(Database.Record.Between(after, Database.Record.End(), int.MaxValue));
        }
    }
}
