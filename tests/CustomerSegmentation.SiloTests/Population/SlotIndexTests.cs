using CustomerSegmentation.Silo.Population;

namespace CustomerSegmentation.SiloTests.Population;

public sealed class SlotIndexTests
{
    private readonly List<string> _ids = [];
    private readonly SlotIndex _index;

    public SlotIndexTests() => _index = new(slot => _ids[slot]);

    [Fact]
    public void Whoever_was_added_is_found_and_nobody_else()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Add($"C-{i}");
        }

        _index.Count.ShouldBe(10_000);
        Enumerable.Range(0, 10_000).ShouldAllBe(slot => _index.Find($"C-{slot}") == slot);
        _index.Find("C-10000").ShouldBe(-1);
        _index.Find("c-1").ShouldBe(-1);
    }

    [Fact]
    public void Removing_some_leaves_the_others_where_a_search_finds_them()
    {
        var there = new HashSet<int>();
        for (var i = 0; i < 3_000; i++)
        {
            Add($"C-{i}");
            there.Add(i);
            if (i % 3 == 2)
            {
                var gone = i * 7 / 11; // some of them twice
                _index.Remove($"C-{gone}").ShouldBe(there.Remove(gone) ? gone : -1);
            }
        }

        _index.Count.ShouldBe(there.Count);
        for (var i = 0; i < 3_000; i++)
        {
            _index.Find($"C-{i}").ShouldBe(there.Contains(i) ? i : -1);
        }
    }

    [Fact]
    public void One_who_was_removed_may_come_back_in_another_slot()
    {
        Add("C-1");
        _index.Remove("C-1").ShouldBe(0);
        _index.Find("C-1").ShouldBe(-1);
        Add("C-1");
        _index.Find("C-1").ShouldBe(1);
        _index.Count.ShouldBe(1);
    }

    private void Add(string customerId)
    {
        _ids.Add(customerId);
        _index.Add(_ids.Count - 1);
    }
}
