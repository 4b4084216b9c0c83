using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Silo.Population;

namespace CustomerSegmentation.SiloTests.Population;

public sealed class ShardTableTests
{
    private const int Customers = 2_000; // over several blocks
    private readonly ShardTable _table = new();

    public ShardTableTests()
    {
        for (var i = 0; i < Customers; i++)
        {
            _table.Set(Row(i, due: 1_000 + i), isStale: false);
        }
    }

    [Fact]
    public void Everybody_is_found_by_id_and_by_slot()
    {
        _table.Count.ShouldBe(Customers);
        Enumerable.Range(0, Customers).Select(i => _table[_table.SlotOf($"C-{i}")].Version).ShouldBe(Enumerable.Range(0, Customers).Select(i => (long)i));
        _table.SlotOf("C-none").ShouldBe(-1);
    }

    [Fact]
    public void A_sweep_meets_everyone_who_is_due_once_and_nobody_else()
    {
        var met = new List<string>();
        for (var slot = _table.NextDue(0, 1_000 + 1_499); slot >= 0; slot = _table.NextDue(slot + 1, 1_000 + 1_499))
        {
            met.Add(_table[slot].CustomerId);
        }

        met.ShouldBe(Enumerable.Range(0, 1_500).Select(i => $"C-{i}"), ignoreOrder: true);
    }

    [Fact]
    public void Room_beyond_the_last_customer_is_never_due()
    {
        _table.NextDue(_table.Slots, long.MaxValue - 1).ShouldBe(-1);
        _table.NextDue(0, 999).ShouldBe(-1);
    }

    [Fact]
    public void One_who_was_forgotten_leaves_room_for_the_next()
    {
        var slot = _table.SlotOf("C-700");
        _table.Remove("C-700");
        _table.Remove("C-700");
        _table.SlotOf("C-700").ShouldBe(-1);
        _table[slot].CustomerId.ShouldBeNull();
        _table.IsDue(slot, long.MaxValue - 1).ShouldBeFalse();

        _table.Set(Row(Customers, due: 5), isStale: false);
        _table.SlotOf($"C-{Customers}").ShouldBe(slot);
        _table.Slots.ShouldBe(Customers);
        _table.Count.ShouldBe(Customers);
        _table.NextDue(0, 5).ShouldBe(slot);
    }

    [Fact]
    public void Another_model_makes_due_whoever_was_assessed_by_an_earlier_one()
    {
        _table.Set(Row(600, due: 9_000) with { CustomerSummary = Summary(due: 9_000, publication: 2) }, isStale: false);
        _table.MarkStale(2);
        var fresh = _table.SlotOf("C-600");
        Enumerable.Range(0, Customers).ShouldAllBe(slot => _table.IsDue(slot, 0) == (slot != fresh));
    }

    private static ShardRow Row(int customer, long due) => new($"C-{customer}", customer, Summary(due, publication: 1), FirstPurchase: 0);

    private static CustomerSummary Summary(long due, int publication) =>
        new(SegmentState.Initial with { Due = due, Publication = publication }, Oldest: 0);
}
