using CustomerSegmentation.Engine;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Engine;

public sealed class DueScanTests
{
    [Fact]
    public void It_finds_whom_a_look_at_every_row_finds() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(byte[] Due, byte From, byte Moment)>(),
            row =>
            {
                long[] due = [.. row.Due.Select(at => (long)at)];
                var from = Math.Min(row.From, due.Length);
                return DueScan.Next(due, from, row.Moment) == Array.FindIndex(due, from, at => at <= row.Moment);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_finds_the_one_who_is_due_wherever_they_stand()
    {
        for (var place = 0; place < 67; place++)
        {
            var due = Enumerable.Repeat(long.MaxValue, 67).ToArray();
            due[place] = 5;

            DueScan.Next(due, 0, 5).ShouldBe(place);
            DueScan.Next(due, 0, 4).ShouldBe(-1);
            DueScan.Next(due, place + 1, 5).ShouldBe(-1);
        }
    }
}
